"""Sources as their readers see them: the structure apart from the texts in it. Runs in CPython (cpython.ts)."""

import ast
import csv
import io
import re
import xml.etree.ElementTree as ET


def python_source(text):
    """The AST with its strings taken out, and the strings in order; docstrings, which a printer may wrap, are only counted."""
    tree = ast.parse(text)
    compile(tree, "printed.py", "exec", dont_inherit=True)
    texts = []
    return {"shape": _python(tree, texts), "texts": texts}


def _python(node, texts):
    if isinstance(node, list):
        return [_python(child, texts) for child in node]
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        texts.append(node.value)
        return "str"
    if not isinstance(node, ast.AST):
        return repr(node)
    fields = dict(ast.iter_fields(node))
    if ast.get_docstring(node, clean=False) is not None if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef)) else False:
        fields["body"] = ["docstring", *fields["body"][1:]]
    return [type(node).__name__, *(_python(value, texts) for value in fields.values())]


def literal(text):
    return ast.literal_eval(text)


def csv_rows(text):
    return list(csv.reader(io.StringIO(text, newline=""), strict=True))


def xml_source(text):
    """Elements with the names of their attributes, comments and instructions included, and all values in order, as Odoo reads them."""
    parser = ET.XMLParser(target=ET.TreeBuilder(insert_comments=True, insert_pis=True))
    root = ET.fromstring(text.encode("utf-8"), parser)
    texts = []
    return {"shape": _xml(root, texts), "texts": texts}


def _xml(node, texts):
    if node.tag == "field" and node.get("type") in ("xml", "html"):
        node = _processed(node)
    texts.extend(node.attrib.values())
    texts.append(node.text or "")
    children = [_xml(child, texts) for child in node]
    texts.append(node.tail or "")
    tag = node.tag if isinstance(node.tag, str) else node.tag.__name__
    return [tag, list(node.attrib), children]


def _processed(field):
    """As `_process` of odoo/tools/convert.py: `%(xml_id)d` is replaced by an id, which no printed arch wants, and `%%` by `%`."""
    # lxml, which Odoo uses, keeps a carriage return; ElementTree would write it bare, and lose it.
    source = ET.tostring(field, encoding="unicode").replace("\r", "&#13;")
    if re.search(r"[^%]%\((.*?)\)[ds]", source):
        return ET.Element("replaced-by-an-id")
    return ET.fromstring(source.replace("%%", "%"))
