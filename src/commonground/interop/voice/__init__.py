"""Read aloud: words to say, spoken alphabets, and codes that show two officers hold one record and one place."""
