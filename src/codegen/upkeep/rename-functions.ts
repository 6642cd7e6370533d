/**
 * Python of migration scripts that gives data another name. It is run before Odoo loads the new version, in tables as the
 * old one left them; each function may run twice.
 */
export const RENAME_MODEL = `def rename_model(cr, old, new):
    """The records of a model go on under another name of it."""
    old_table, new_table = old.replace(".", "_"), new.replace(".", "_")
    if not sql.table_exists(cr, old_table) or sql.table_exists(cr, new_table):
        return
    cr.execute(
        sql.SQL(
            "ALTER TABLE %s RENAME TO %s",
            sql.SQL.identifier(old_table),
            sql.SQL.identifier(new_table),
        )
    )
    cr.execute(
        sql.SQL(
            "ALTER SEQUENCE IF EXISTS %s RENAME TO %s",
            sql.SQL.identifier(f"{old_table}_id_seq"),
            sql.SQL.identifier(f"{new_table}_id_seq"),
        )
    )
    for table, column in (
        ("ir_model", "model"),
        ("ir_model_fields", "model"),
        ("ir_model_fields", "relation"),
        ("ir_model_data", "model"),
        ("ir_attachment", "res_model"),
        ("mail_message", "model"),
        ("mail_followers", "res_model"),
        ("mail_activity", "res_model"),
    ):
        if sql.column_exists(cr, table, column):
            cr.execute(
                sql.SQL(
                    "UPDATE %s SET %s = %s WHERE %s = %s",
                    sql.SQL.identifier(table),
                    sql.SQL.identifier(column),
                    new,
                    sql.SQL.identifier(column),
                    old,
                )
            )
    # Ids of the model, its fields and its options; those of constraints are made anew.
    for kind in ("model_%s", "field_%s__", "selection__%s__"):
        prefix = kind % old_table
        whole = kind == "model_%s"
        cr.execute(
            """
            UPDATE ir_model_data SET name = %s || substr(name, %s)
             WHERE module = %s AND (name = %s OR (NOT %s AND starts_with(name, %s)))
            """,
            (kind % new_table, len(prefix) + 1, MODULE, prefix, whole, prefix),
        )`;

export const RENAME_FIELD = `def rename_field(cr, model, old, new):
    """The values of a field go on under another name of it."""
    table = model.replace(".", "_")
    if sql.column_exists(cr, table, old) and not sql.column_exists(cr, table, new):
        sql.rename_column(cr, table, old, new)
    cr.execute(
        "UPDATE ir_model_fields SET name = %s WHERE model = %s AND name = %s",
        (new, model, old),
    )
    cr.execute(
        "UPDATE ir_attachment SET res_field = %s WHERE res_model = %s AND res_field = %s",
        (new, model, old),
    )
    for prefix, name in (
        (f"field_{table}__{old}", f"field_{table}__{new}"),
        (f"selection__{table}__{old}__", f"selection__{table}__{new}__"),
    ):
        whole = prefix.startswith("field_")
        cr.execute(
            """
            UPDATE ir_model_data SET name = %s || substr(name, %s)
             WHERE module = %s AND (name = %s OR (NOT %s AND starts_with(name, %s)))
            """,
            (name, len(prefix) + 1, MODULE, prefix, whole, prefix),
        )`;

export const RENAME_OPTION = `def rename_option(cr, model, field, old, new):
    """Records that have a value of a selection have another one for it."""
    table = model.replace(".", "_")
    if sql.column_exists(cr, table, field):
        cr.execute(
            sql.SQL(
                "UPDATE %s SET %s = %s WHERE %s = %s",
                sql.SQL.identifier(table),
                sql.SQL.identifier(field),
                new,
                sql.SQL.identifier(field),
                old,
            )
        )`;
