"""Other people's formats in and out. Bytes and tables come in, values go out; no file is opened here."""
