"""Reports: pure functions from an `Analysis` to text. None of them knows a parser or a terminal."""
