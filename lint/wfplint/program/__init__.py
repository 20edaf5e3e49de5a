"""The program: all translation units of one driver, linked."""
