"""Read aloud: words to say, spelling alphabets, codes that show that two hold one record and one place."""
