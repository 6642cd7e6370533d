def migrate(cr, version):
    cr.execute("UPDATE shelf_book SET pages = 0 WHERE pages IS NULL")
