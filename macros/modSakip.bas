Attribute VB_Name = "modSakip"
Option Explicit
' The buttons on Beranda: hand a copy of this workbook to the program, write its answer back.
' One source for Excel on Windows and for LibreOffice. No #If: LibreOffice runs both branches.
' ASCII only, because the editor keeps its text in the code page of the computer.

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

' What the last button said, for whoever runs one without a screen.
Public Function SakipKalimat() As String
    SakipKalimat = mSentence
End Function

' Called by the workbook whenever a cell changes.
Public Sub SakipDiubah()
    mEdited = True
End Sub

Private Sub RunAction(ByVal action As String)
    Dim folder As String
    If mBusy Then Exit Sub
    mBusy = True
    On Error GoTo Failed
    mSentence = ""
    If ThisWorkbook.Path = "" Then
        mSentence = "Buku kerja ini belum pernah disimpan. Simpan dulu (Ctrl+S), lalu tekan tombol lagi."
    Else
        folder = NewFolder()
        mSentence = Request(action, folder)
        If mSentence = "" Then mSentence = ApplyAnswer(folder & "jawaban.txt")
    End If
Finish:
    On Error Resume Next
    RemoveFolder folder
    mBusy = False
    Application.StatusBar = "SAKIP: " & mSentence
    If Environ("SAKIP_SENYAP") = "" Then MsgBox mSentence, vbInformation, "SAKIP"
    Exit Sub
Failed:
    mSentence = "Tombol terhenti: " & Err.Description & ". Simpan buku kerja, lalu tekan tombol lagi."
    Resume Finish
End Sub

' Returns "" once the answer is there, else the sentence that says why there is none.
Private Function Request(ByVal action As String, ByVal folder As String) As String
    Application.StatusBar = "SAKIP: " & action & " ..."
    Request = StartProgram(Arguments(action, folder))
    mEdited = False
    If Request = "" Then Request = SaveCopy(folder)
    If Request = "" Then Request = WaitForAnswer(folder)
    If Request <> "" Then WriteEmptyFile folder & "batal"
End Function

' The program starts before the copy is made, so that it loads while Excel saves.
Private Function StartProgram(ByVal tail As String) As String
    Dim program As Variant, trouble As Long
    For Each program In Programs()
        trouble = Launch(program & " " & tail)
        If trouble = 0 Then Exit Function
        If Not IsMissing53(trouble) Then
            StartProgram = "Komputer ini tidak mengizinkan tombol menjalankan program (galat " & trouble & "). " & _
                "Simpan buku kerja, tutup, lalu klik kanan berkasnya: Kirim ke > SAKIP."
            Exit Function
        End If
    Next
    StartProgram = "Program SAKIP tidak ditemukan di komputer ini. " & _
        "Pasang programnya, jalankan  sakip siapkan , lalu tekan tombol lagi."
End Function
