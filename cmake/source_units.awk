# Puts sources together so that a compiler or clang-tidy reads their common headers once: one line a
# unit, its files between spaces. Sources that give the same name to things of their own (in an unnamed
# namespace, or by `using` outside of every function) cannot stand in one unit,
# unless each means the same by it: `namespace fs = std::filesystem;`, `using test::Resource;`. Nor can
# one stand with a source that calls another function by such a name, from a header: it would be hidden.
# usage: awk -v most=FILES [-v overloads=1] -f source_units.awk SOURCE...
#   overloads   functions of one name may stand in one unit when their parameters differ: for a
#               reader; a compiler could call the other source's. Nor does a reader mind what hides what.

# The name that a line at the left margin declares, or ""; with overloads, a function's comes with its
# parameters.
function declared(line,   parameters) {
  if (line !~ /^[A-Za-z]/) return ""
  sub(/^template <[^;]*>[ ]*/, "", line)
  if (match(line, /^[^={]*[A-Za-z_0-9]\([^(]/)) {
    parameters = substr(line, RLENGTH)
    sub(/\).*/, "", parameters)
    gsub(/[a-zA-Z_0-9]+(,|$)| /, "", parameters)  # their names
  }
  sub(/[ ]*( final |\(|=|\{|;| : ).*/, "", line)  # what stands before a list, a value or a body
  sub(/\[.*/, "", line)
  if (match(line, /[A-Za-z_0-9]+$/)) return substr(line, RSTART) (overloads ? parameters : "")
  return ""
}

function nameOf(declaration) {
  return substr(declaration, 1, index(declaration, "=") - 1)
}

# Whether a function would be hidden, were the file in the unit.
function hides(unit, file,   n, ids, k) {
  n = split(called[file], ids, " ")
  for (k = 1; k <= n; ++k) if (!((file, ids[k]) in owns) && (unit, ids[k]) in owned) return 1
  n = split(own_ids[file], ids, " ")
  for (k = 1; k <= n; ++k) if ((unit, ids[k]) in calls) return 1
  return 0
}

function put(unit, file,   n, ids, k) {
  n = split(called[file], ids, " ")
  for (k = 1; k <= n; ++k) if (!((file, ids[k]) in owns)) calls[unit, ids[k]] = 1
  n = split(own_ids[file], ids, " ")
  for (k = 1; k <= n; ++k) owned[unit, ids[k]] = 1
}

# Whether the unit has another thing by the name that "NAME=MEANING" declares.
function clashes(unit, declaration,   name) {
  name = nameOf(declaration)
  if (!((unit, name) in taken)) return 0
  return declaration == name "=" || declaration != taken[unit, name]
}

FNR == 1 { file = FILENAME; files[++count] = file; space = ""; depth = 0 }
/^(TEST|TEST_F|TEST_P|INSTANTIATE_TEST_SUITE_P)\(/ { next }
!overloads && !/^ *(\/\/|#)/ {
  line = $0
  while (match(line, /[A-Za-z_][A-Za-z_0-9]*[(<]/)) {
    before = RSTART > 1 ? substr(line, RSTART - 1, 1) : " "
    id = substr(line, RSTART, RLENGTH - 1)
    line = substr(line, RSTART + RLENGTH)
    if (before ~ /[.>:]/ || (file, id) in seen) continue
    seen[file, id] = 1
    called[file] = called[file] " " id
  }
}
/^namespace [A-Za-z_:]+ \{/ { space = $2; next }
/^namespace \{/ { depth = 1; next }
/^\}  \/\/ namespace$/ { depth = 0; next }
depth || /^(static|using [A-Za-z]+ =) / {
  name = declared($0)
  meaning = /^((using|namespace) [A-Za-z]+ = .*|using [A-Za-z_:]+);$/ ? $0 : ""
  gsub(/ /, "", meaning)
  if (name != "") names[file] = names[file] " " space "::" name "=" meaning
  if (name != "" && !overloads && meaning == "" && !((file, name) in owns)) {
    owns[file, name] = 1
    own_ids[file] = own_ids[file] " " name
  }
  line = $0  # a line may declare several constants
  while (match(line, /k[A-Z][A-Za-z0-9]*( =|\{|\[)/)) {
    name = substr(line, RSTART, RLENGTH)
    sub(/ =|\{|\[/, "", name)
    names[file] = names[file] " " space "::" name "="
    line = substr(line, RSTART + RLENGTH)
  }
}

END {
  for (i = 1; i <= count; ++i) {
    n = split(names[files[i]], own, " ")
    for (unit = 1; ; ++unit) {
      if (size[unit] >= most) continue
      for (k = 1; k <= n; ++k) if (clashes(unit, own[k])) break
      if (k > n && !hides(unit, files[i])) break
    }
    for (k = 1; k <= n; ++k) taken[unit, nameOf(own[k])] = own[k]
    put(unit, files[i])
    units[unit] = units[unit] files[i] " "
    ++size[unit]
    if (unit > last) last = unit
  }
  for (unit = 1; unit <= last; ++unit) print units[unit]
}
