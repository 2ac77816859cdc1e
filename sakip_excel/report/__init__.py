"""The output sheets: Validasi, Ringkasan and the status on Beranda."""
