Attribute VB_Name = "modSakip"
Option Explicit
' The buttons on Beranda: hand a copy of this workbook to the program, write its answer back.
' One source for Excel on Windows and for LibreOffice. No #If: LibreOffice runs both branches.
' ASCII only: the editor keeps its text in the code page of the computer.

Private Const ANSWER_SECONDS As Long = 120
Private Const PATIENT_AFTER_SECONDS As Long = 10
Private Const DAY_SECONDS As Double = 86400#
Private Const XL_CALCULATION_MANUAL As Long = -4135
Private Const XL_ERROR_HANDLER As Long = 2
Private Const ESC_PRESSED As Long = 18

Private mBusy As Boolean
Private mEdited As Boolean
Private mSentence As String

Public Sub SakipPeriksa()
    RunAction "periksa"
End Sub

Public Sub SakipProses()
    RunAction "proses"
End Sub

Public Sub SakipSegel()
    RunAction "segel"
End Sub

Public Sub SakipKirim()
    RunAction "kirim"
End Sub

Public Sub SakipDiagnosa()
    RunAction "diagnosa"
End Sub

' What the last button said, for whoever presses one without a screen.
Public Function SakipKalimat() As String
    SakipKalimat = mSentence
End Function

' The workbook calls this whenever a cell changes.
Public Sub SakipDiubah()
    mEdited = True
End Sub

Private Sub RunAction(ByVal action As String)
    Dim folder As String
    If mBusy Then Exit Sub
    mBusy = True
    mSentence = ""
    On Error GoTo Failed
    If ThisWorkbook.Path = "" Then
        mSentence = "Buku kerja ini belum pernah disimpan. Simpan dulu (Ctrl+S), lalu tekan tombol lagi."
    Else
        folder = NewFolder()
        mSentence = Request(action, folder)
        If mSentence = "" Then mSentence = ApplyAnswer(folder & "jawaban.txt")
    End If
Finish:
    On Error Resume Next
    If folder <> "" Then RemoveFolder folder
    mBusy = False
    Application.StatusBar = "SAKIP: " & Replace(mSentence, vbLf, " ")
    If Environ("SAKIP_SENYAP") = "" Then Say mSentence
    Exit Sub
Failed:
    mSentence = "Tombol terhenti: " & Err.Description & ". Simpan buku kerja, lalu tekan tombol lagi."
    Resume Finish
End Sub

' A message box cuts off what is longer than about 1,000 signs.
Private Sub Say(ByVal sentence As String)
    Dim part As Variant, page As String
    For Each part In Split(sentence, vbLf)
        If page <> "" And Len(page) + Len(part) > 1000 Then
            MsgBox page, vbInformation, "SAKIP"
            page = ""
        End If
        page = page & part & vbLf
    Next
    MsgBox page, vbInformation, "SAKIP"
End Sub

' "" once the answer is there, else the sentence that says why there is none.
Private Function Request(ByVal action As String, ByVal folder As String) As String
    Application.StatusBar = "SAKIP: " & action & " ..."
    mEdited = False
    ' The program starts first: it loads while the copy is being saved.
    Request = StartProgram(Arguments(action, folder))
    If Request = "" Then Request = SaveCopy(folder)
    If Request = "" Then Request = WaitForAnswer(folder)
    If Request <> "" Then WriteEmptyFile folder & "batal"
End Function

Private Function StartProgram(ByVal tail As String) As String
    Dim program As Variant, trouble As Long
    For Each program In Programs()
        trouble = Launch(program & " " & tail)
        If trouble = 0 Then Exit Function
        If Not IsNotFound(trouble) Then Exit For
    Next
    If IsNotFound(trouble) Then
        StartProgram = "Program SAKIP tidak ditemukan di komputer ini. " & _
            "Pasang programnya, jalankan: sakip siapkan, lalu tekan tombol lagi."
    Else
        StartProgram = "Komputer ini melarang tombol menjalankan program (galat " & trouble & "). " & _
            "Simpan dan tutup buku kerja, lalu klik kanan berkasnya: Kirim ke > SAKIP."
    End If
End Function

Private Function Programs() As Variant
    Dim named As String
    named = Environ("SAKIP_PROGRAM")
    If named = "" Then named = FirstLine(SettingsFolder() & "sakip-tombol.txt")
    If named <> "" Then Programs = Array(named) Else Programs = Array("sakipw", "sakip")
End Function

Private Function Launch(ByVal commandLine As String) As Long
    Dim host As Object, process As Variant
    On Error Resume Next
    If IsExcel() Then Set host = CreateObject("WScript.Shell")
    Err.Clear
    If host Is Nothing Then process = Shell(commandLine, 0) Else host.Run commandLine, 0, False
    Launch = Err.Number
End Function

' File or path not found, as Shell and as Windows number it.
Private Function IsNotFound(ByVal trouble As Long) As Boolean
    IsNotFound = (trouble = 53 Or trouble = 76 Or trouble = -2147024894 Or trouble = -2147024893)
End Function

Private Function Arguments(ByVal action As String, ByVal folder As String) As String
    Arguments = "tombol " & action & Quoted("--folder=" & Left$(folder, Len(folder) - 1)) & _
        Quoted("--buku=" & ThisWorkbook.Name) & Quoted("--asal=" & WorkbookPath())
    If IsExcel() And IsWindows() And InStr(ThisWorkbook.Name, "=") = 0 Then
        Arguments = Arguments & Quoted("--wb=" & ThisWorkbook.Name) & " --from_xl=1 --hwnd=" & Application.Hwnd
    End If
End Function

Private Function SaveCopy(ByVal folder As String) As String
    Dim began As Date
    On Error GoTo Failed
    If IsExcel() Then
        ThisWorkbook.SaveCopyAs folder & "salinan.xlsm"
    Else
        ThisWorkbook.Save
        began = Now
        ' Newer versions of LibreOffice save while the macro goes on.
        Do While Not ThisWorkbook.Saved And Now < began + 30 / DAY_SECONDS
            Pause False
        Loop
        FileCopy WorkbookPath(), folder & "salinan.xlsm"
    End If
    WriteEmptyFile folder & "salinan.siap"
    Exit Function
Failed:
    SaveCopy = "Salinan buku kerja tidak dapat dibuat (" & Err.Description & "). "
    If InStr(ThisWorkbook.Path, "://") > 0 Then
        SaveCopy = SaveCopy & "Buku kerja ada di OneDrive: simpan ke folder Documents\SAKIP di komputer ini."
    Else
        SaveCopy = SaveCopy & "Periksa ruang disk dan hak tulis, simpan buku kerja, lalu tekan tombol lagi."
    End If
End Function

Private Function WaitForAnswer(ByVal folder As String) As String
    Dim started As Date, progress As String
    On Error GoTo Failed
    If IsExcel() Then Application.EnableCancelKey = XL_ERROR_HANDLER
    started = Now
    Do While Dir(folder & "jawaban.txt") = ""
        If Now > started + ANSWER_SECONDS / DAY_SECONDS Then
            WaitForAnswer = "Program SAKIP tidak menjawab dalam " & ANSWER_SECONDS & " detik. " & _
                "Tekan tombol lagi; bila terulang, tekan Periksa pemasangan atau jalankan: sakip diagnosa."
            Exit Function
        End If
        progress = FirstLine(folder & "kemajuan.txt")
        If progress <> "" Then Application.StatusBar = "SAKIP: " & progress
        Pause Now > started + PATIENT_AFTER_SECONDS / DAY_SECONDS
    Loop
    Exit Function
Failed:
    If Err.Number <> ESC_PRESSED Then Err.Raise Err.Number, , Err.Description
    WaitForAnswer = "Dihentikan dengan Esc; jawaban program tidak dipakai."
End Function

' At first Excel only yields, so that the program reaches it at once; later it sleeps.
Private Sub Pause(ByVal patient As Boolean)
    Dim began As Single
    If Not IsExcel() Then
        Application.Wait Now + 0.05 / DAY_SECONDS
    ElseIf patient Then
        DoEvents
        Application.Wait Now + 1 / DAY_SECONDS
    Else
        began = Timer
        Do
            DoEvents
        Loop While Abs(Timer - began) < 0.05
    End If
End Sub

Private Function ApplyAnswer(ByVal path As String) As String
    Dim answer As Collection, head As Variant, locked As String
    Set answer = ReadAnswer(path)
    If answer Is Nothing Then
        ApplyAnswer = "Jawaban program tidak utuh; buku kerja tidak diubah. Tekan tombol lagi."
        Exit Function
    End If
    head = Split(answer(1), vbTab)
    If head(3) = "vba" Then locked = LockedSheet(answer)
    If locked <> "" Then
        ApplyAnswer = "Lembar " & locked & " terkunci; buku kerja tidak diubah. " & _
            "Buka kuncinya (Tinjau > Buka Proteksi Lembar), lalu tekan tombol lagi."
    ElseIf head(3) = "vba" And mEdited Then
        ApplyAnswer = "Isi buku kerja berubah sewaktu diperiksa; hasilnya tidak ditulis. Tekan tombol lagi."
    Else
        If head(3) = "vba" Then WriteAnswer answer
        ApplyAnswer = SentenceIn(answer)
    End If
End Function

' Nothing unless every line is there, from the header to the count at the end.
Private Function ReadAnswer(ByVal path As String) As Collection
    Dim answer As New Collection, file As Integer, text As String
    file = FreeFile
    Open path For Input As #file
    Do While Not EOF(file)
        Line Input #file, text
        answer.Add text
    Loop
    Close #file
    If answer.Count < 3 Then Exit Function
    If Not (answer(1) Like "SAKIP" & vbTab & "1" & vbTab & "*" & vbTab & "*") Then Exit Function
    If answer(answer.Count) <> "AKHIR" & vbTab & (answer.Count - 1) Then Exit Function
    If SentenceIn(answer) <> "" Then Set ReadAnswer = answer
End Function

Private Function SentenceIn(ByVal answer As Collection) As String
    Dim text As Variant
    For Each text In answer
        If Left$(text, 2) = "K" & vbTab Then SentenceIn = Unescaped(Mid$(text, 3))
    Next
End Function

Private Function LockedSheet(ByVal answer As Collection) As String
    Dim text As Variant, parts As Variant, before As String
    For Each text In answer
        parts = Split(text, vbTab)
        If (parts(0) = "F" Or parts(0) = "V") And parts(1) <> before Then
            before = parts(1)
            If ThisWorkbook.Worksheets(Unescaped(before)).ProtectContents Then LockedSheet = Unescaped(before)
        End If
    Next
End Function

' Settings of the application are put back even when a cell refuses.
Private Sub WriteAnswer(ByVal answer As Collection)
    Dim text As Variant, mode As Long, events As Boolean, trouble As String
    mode = Application.Calculation
    events = Application.EnableEvents
    On Error GoTo Failed
    Application.ScreenUpdating = False
    Application.EnableEvents = False
    Application.Calculation = XL_CALCULATION_MANUAL
    For Each text In answer
        WriteLine Split(text, vbTab)
    Next
Finish:
    On Error Resume Next
    Application.Calculation = mode
    If mode = XL_CALCULATION_MANUAL Then Application.Calculate
    Application.EnableEvents = events
    Application.ScreenUpdating = True
    On Error GoTo 0
    If trouble <> "" Then Err.Raise 1004, , trouble
    Exit Sub
Failed:
    trouble = Err.Description & " (" & Replace(text, vbTab, " ") & ")"
    Resume Finish
End Sub

Private Sub WriteLine(ByVal parts As Variant)
    Dim cell As Range, formula As String
    If parts(0) = "T" And IsExcel() Then GrowTable Unescaped(parts(1)), CLng(parts(2))
    If parts(0) <> "F" And parts(0) <> "V" Then Exit Sub
    Set cell = ThisWorkbook.Worksheets(Unescaped(parts(1))).Range(parts(2))
    If parts(0) = "F" Then
        formula = "=" & Unescaped(parts(5))
        If cell.Formula <> formula Then cell.Formula = formula
    ElseIf parts(3) = "n" Then
        cell.Value = Val(parts(4))
    ElseIf parts(3) = "b" Then
        cell.Value = (parts(4) = "1")
    ElseIf parts(3) = "k" Then
        cell.ClearContents
    Else
        WriteText cell, Unescaped(parts(4))
    End If
End Sub

' Text stays text: what Excel would read as a formula, number or date gets an apostrophe, which
' both programs take off again.
Private Sub WriteText(ByVal cell As Range, ByVal text As String)
    Dim plain As Boolean
    plain = text Like "[A-Za-z]*"
    If plain Then plain = Not IsDate(text)
    If Not plain And InStr("=+-@'", Left$(text, 1)) = 0 Then plain = (cell.NumberFormat = "@")
    If plain Then cell.Value = text
    If Not plain Or VarType(cell.Value) <> vbString Then cell.Value = "'" & text
End Sub

Private Sub GrowTable(ByVal table As String, ByVal lastRow As Long)
    Dim sheet As Object, list As Object
    For Each sheet In ThisWorkbook.Worksheets
        For Each list In sheet.ListObjects
            If list.Name = table Then list.Resize list.Range.Resize(lastRow - list.Range.Row + 1)
        Next
    Next
End Sub

' Every sign beyond printable ASCII, and the backslash, travels as \uXXXX.
Private Function Unescaped(ByVal text As String) As String
    Dim parts As Variant, i As Long
    parts = Split(text, "\u")
    For i = 1 To UBound(parts)
        parts(i) = ChrW(CLng("&H" & Left$(parts(i), 4)) And &HFFFF&) & Mid$(parts(i), 5)
    Next
    Unescaped = Join(parts, "")
End Function

' LibreOffice calls itself Microsoft Excel 11, which cannot open an .xlsm.
Private Function IsExcel() As Boolean
    IsExcel = Val(Application.Version) >= 12
End Function

Private Function IsWindows() As Boolean
    IsWindows = InStr(1, Application.OperatingSystem, "Windows", vbTextCompare) > 0
End Function

' ThisWorkbook.FullName is only the name in LibreOffice; a OneDrive path is an address.
Private Function WorkbookPath() As String
    Dim between As String
    between = Application.PathSeparator
    If InStr(ThisWorkbook.Path, "://") > 0 Then between = "/"
    WorkbookPath = ThisWorkbook.Path & between & ThisWorkbook.Name
End Function

Private Function SettingsFolder() As String
    SettingsFolder = Environ("LOCALAPPDATA")
    If SettingsFolder = "" Then SettingsFolder = Environ("XDG_DATA_HOME")
    If SettingsFolder = "" Then SettingsFolder = Environ("HOME") & "/.local/share"
    SettingsFolder = SettingsFolder & Application.PathSeparator & "sakip_excel" & Application.PathSeparator
End Function

Private Function NewFolder() As String
    Dim parent As String
    parent = Environ("TEMP")
    If parent = "" Then parent = Environ("TMPDIR")
    If parent = "" Then parent = "/tmp"
    Randomize
    NewFolder = parent & Application.PathSeparator & "sakip_" & Format(Now, "yyyymmdd") & _
        Format(Now, "hhmmss") & "_" & Format(Int(Rnd * 10000), "0000")
    MkDir NewFolder
    NewFolder = NewFolder & Application.PathSeparator
End Function

' After a failure "batal" stays, so that a program that comes late sees it.
Private Sub RemoveFolder(ByVal folder As String)
    Dim file As Variant
    On Error Resume Next
    For Each file In Array("salinan.siap", "salinan.xlsm", "kemajuan.tmp", "kemajuan.txt", "jawaban.tmp", "jawaban.txt")
        If Dir(folder & file) <> "" Then Kill folder & file
    Next
    If Dir(folder & "batal") = "" Then RmDir Left$(folder, Len(folder) - 1)
End Sub

Private Sub WriteEmptyFile(ByVal path As String)
    Dim file As Integer
    file = FreeFile
    Open path For Output As #file
    Close #file
End Sub

' "" for a file that is missing, empty or being written.
Private Function FirstLine(ByVal path As String) As String
    Dim file As Integer, text As String
    On Error Resume Next
    If Dir(path) = "" Then Exit Function
    file = FreeFile
    Open path For Input As #file
    Line Input #file, text
    Close #file
    FirstLine = text
End Function

Private Function Quoted(ByVal text As String) As String
    Quoted = " " & Chr(34) & text & Chr(34)
End Function
