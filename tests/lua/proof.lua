-- The least that a test needs: names, comparisons, and one line of TAP for each test.

local proof = {}

local number = 0

local function shown(value)
  if type(value) == "string" then
    return string.format("%q", value)
  elseif type(value) ~= "table" then
    return tostring(value)
  end
  local parts = {}
  for key, item in pairs(value) do
    parts[#parts + 1] = tostring(key) .. "=" .. shown(item)
  end
  table.sort(parts)
  return "{" .. table.concat(parts, ", ") .. "}"
end

-- Compares by content.
function proof.equal(found, expected)
  if shown(found) ~= shown(expected) then
    error("expected " .. shown(expected) .. ", found " .. shown(found), 2)
  end
end

-- Runs one test. `before` is called first.
function proof.with(before)
  return function(name, body)
    number = number + 1
    local is_well, trouble = xpcall(function()
      before()
      body()
    end, debug.traceback)
    print((is_well and "ok " or "not ok ") .. number .. " - " .. name)
    if not is_well then
      print("# " .. tostring(trouble):gsub("\n", "\n# "))
    end
  end
end

return proof
