"""What CPython's parser and expat see in a module's sources. Nothing of the sources is run."""

import ast
import json
import xml.parsers.expat

MAX_DEPTH = 200
MAX_ELEMENTS = 50_000


def _dotted(node):
    parts = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name):
        return None
    parts.append(node.id)
    return ".".join(reversed(parts))


def _literal(node):
    try:
        value = ast.literal_eval(node)
        json.dumps(value)
        return value
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return None


def _call(node):
    keywords = {each.arg: _literal(each.value) for each in node.keywords if each.arg}
    return {"call": _dotted(node.func), "args": [_literal(each) for each in node.args], "keywords": keywords}


def _names(tree):
    """What stands at the top level of a file under a name of its own."""
    names = []
    for node in tree.body:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            names.append(node.name)
        elif isinstance(node, ast.Assign):
            names += [target.id for target in node.targets if isinstance(target, ast.Name)]
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            names += [alias.asname or alias.name for alias in node.names]
    return names


def _patches(tree):
    """Attributes that are stored or deleted on an imported name, or on any name where no function is."""
    imported = {(alias.asname or alias.name).split(".")[0] for node in ast.walk(tree) if isinstance(node, (ast.Import, ast.ImportFrom)) for alias in node.names}
    inside = {id(child) for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)) for child in ast.walk(node)}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Attribute) or isinstance(node.ctx, ast.Load):
            continue
        name = _dotted(node)
        if id(node) not in inside or (name and name.split(".")[0] in imported):
            yield {"name": name or node.attr, "line": node.lineno}


def _class(node):
    assignments = {}
    lines = {}
    methods = []
    for child in node.body:
        if isinstance(child, ast.Assign) and isinstance(child.targets[0], ast.Name):
            value = _literal(child.value)
            if value is None and isinstance(child.value, ast.Call):
                value = _call(child.value)
            assignments[child.targets[0].id] = value
            lines[child.targets[0].id] = child.lineno
        elif isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef)):
            decorators = [_dotted(each.func if isinstance(each, ast.Call) else each) for each in child.decorator_list]
            methods.append({"name": child.name, "line": child.lineno, "decorators": [name for name in decorators if name]})
    bases = [name for name in map(_dotted, node.bases) if name]
    return {"name": node.name, "line": node.lineno, "bases": bases, "assignments": assignments, "lines": lines, "methods": methods}


def _python(path, text):
    facts = {"path": path, "error": None, "imports": [], "calls": [], "dunders": [], "patches": [], "classes": [], "names": [], "strings": []}
    try:
        tree = ast.parse(text, path)
        compile(tree, path, "exec", dont_inherit=True)
    except SyntaxError as error:
        facts["error"] = {"path": path, "line": error.lineno, "message": error.msg}
        return facts
    except (ValueError, MemoryError, RecursionError) as error:
        facts["error"] = {"path": path, "line": None, "message": str(error) or type(error).__name__}
        return facts
    facts["names"] = _names(tree)
    facts["patches"] = list(_patches(tree))
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                facts["imports"].append({"module": alias.name, "names": [], "line": node.lineno})
        elif isinstance(node, ast.ImportFrom):
            module = "." * node.level + (node.module or "")
            facts["imports"].append({"module": module, "names": [alias.name for alias in node.names], "line": node.lineno})
        elif isinstance(node, ast.Call):
            name = _dotted(node.func)
            if name:
                facts["calls"].append({"name": name, "line": node.lineno})
        elif isinstance(node, ast.ClassDef):
            facts["classes"].append(_class(node))
        name = node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
        if name.startswith("__") and name.endswith("__"):
            facts["dunders"].append({"name": name, "line": node.lineno})
    if len(tree.body) == 1 and isinstance(tree.body[0], ast.Expr):
        literal = _literal(tree.body[0].value)
        if literal is not None:
            facts["literal"] = literal
            for node in ast.walk(tree):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    facts["strings"].append({"text": node.value, "line": node.lineno})
    return facts


class _Refused(Exception):
    pass


def _xml(path, text):
    facts = {"path": path, "error": None, "elements": []}
    elements = facts["elements"]
    parser = xml.parsers.expat.ParserCreate()
    parser.buffer_text = True
    depth = 0

    def start(tag, attributes):
        nonlocal depth
        depth += 1
        if depth > MAX_DEPTH:
            raise _Refused(f"elements are nested more than {MAX_DEPTH} deep")
        if len(elements) >= MAX_ELEMENTS:
            raise _Refused(f"there are more than {MAX_ELEMENTS} elements")
        elements.append({"tag": tag, "line": parser.CurrentLineNumber, "attributes": attributes, "text": "", "depth": depth})

    def end(_tag):
        nonlocal depth
        depth -= 1

    def data(chunk):
        if elements:
            elements[-1]["text"] += chunk

    def doctype(*_args):
        raise _Refused("a DOCTYPE is not allowed")

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = data
    parser.StartDoctypeDeclHandler = doctype
    try:
        parser.Parse(text.encode("utf-8", "surrogatepass"), True)
    except _Refused as error:
        facts["error"] = {"path": path, "line": parser.CurrentLineNumber, "message": str(error)}
    except xml.parsers.expat.ExpatError as error:
        facts["error"] = {"path": path, "line": error.lineno, "message": xml.parsers.expat.ErrorString(error.code)}
    return facts


def inspect_sources(files_json):
    files = json.loads(files_json)
    return json.dumps({
        "python": [_python(path, text) for path, text in files if path.endswith(".py")],
        "xml": [_xml(path, text) for path, text in files if path.endswith((".xml", ".svg"))],
    })
