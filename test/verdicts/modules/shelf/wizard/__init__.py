from . import move_books
