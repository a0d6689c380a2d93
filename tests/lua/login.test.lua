-- Login: what the hook lets through, what the worker asks, and that only the exact answer grants anything.

local cast = require("cast")
local fake = require("fake_freeswitch")
local proof = require("proof")

local alice, bob = cast.alice, cast.bob
local GRANTED = cast.OURS .. " echo verto.info verto.subscribe verto.unsubscribe"

local test = proof.with(function()
  fake.reset()
  fake.connect(alice.sessid)
  fake.answer = function()
    return fake.said("ok " .. cast.OURS)
  end
end)

local function log_in(who, changes)
  cast.hear("verto::login", cast.login_event(who, changes))
  fake.run_started()
end

local function refused()
  proof.equal(cast.rights(alice), "echo")
  proof.equal(cast.is_known(alice), false)
  proof.equal(fake.published, {})
end

test("an approved login gets its rights, is recorded, and told", function()
  log_in(alice)
  proof.equal(cast.rights(alice), GRANTED)
  proof.equal(fake.hash["addr/" .. alice.login], alice.address)
  proof.equal(fake.hash["sess/" .. alice.sessid], alice.login .. "." .. cast.OURS)
  proof.equal(fake.hash["peer/" .. alice.login], alice.sessid .. "." .. cast.OURS)
  proof.equal(fake.published, {'{"eventChannel":"' .. alice.sessid .. '","eventData":{"ready":"' .. cast.OURS .. '"}}'})
  proof.equal(fake.hash["asked/" .. alice.login .. "." .. alice.sessid], nil)
end)

test("the question is one POST, encoded twice, with credentials, timeouts and no proxy", function()
  log_in(alice)
  proof.equal(fake.curls, {
    "http://127.0.0.1:8000/fsapi json connect-timeout 1 timeout 3 proxy ''"
      .. " content-type application/x-www-form-urlencoded"
      .. " append_headers 'Authorization: Basic ZnJlZXN3aXRjaDpzc3Nzc3Nzc3Nzc3Nzc3Nzc3Nzc3Nzc3Nzc3Nzc3Nzc3Nzc3Nzc3Nz'"
      .. " post action%3Dverto-login%26login%3D" .. alice.login .. "%26sessid%3D" .. alice.sessid
      .. "%26address%3D127.0.0.1%253A40001",
  })
end)

test("the hook itself never asks and never waits", function()
  cast.hear("verto::login", cast.login_event(alice))
  proof.equal(#fake.started, 1)
  proof.equal(fake.started[1]:find("^login_worker%.lua %x+ %x+ %x+$"), 1)
  proof.equal(fake.curls, {})
end)

test("a failed login, or one without a session, starts nothing", function()
  for _, changes in ipairs({{verto_success = "0"}, {verto_success = false}, {verto_sessid = false}, {verto_login = false}}) do
    log_in(alice, changes)
  end
  proof.equal(fake.curls, {})
  refused()
end)

test("sessids and logins of any other shape start nothing", function()
  local odd = {
    "",
    " ",
    "nobody",
    "root",
    alice.sessid .. " ",
    alice.sessid .. "\n",
    " " .. alice.sessid,
    alice.sessid:upper(),
    alice.sessid:sub(1, -2) .. "&",
    "x post action=verto-logout&login=" .. bob.login,
    "x&action=verto-disconnect",
    "%26action%3Dverto-disconnect",
    "x proxy http://127.0.0.1:9",
    "a'b",
    "a\\sb",
    "a/b/c",
    alice.sessid .. "@pbx",
    ("s"):rep(36),
    ("s"):rep(300),
    ("s"):rep(900000),
  }
  for _, text in ipairs(odd) do
    log_in(alice, {verto_sessid = text})
    log_in(alice, {verto_login = text})
  end
  proof.equal(fake.curls, {})
  refused()
end)

test("an address that is none starts nothing", function()
  for _, text in ipairs({"", "127.0.0.1", "127.0.0.1:1/x", "a b:1", ("1"):rep(80) .. ":1"}) do
    log_in(alice, {verto_client_address = text})
  end
  log_in(alice, {verto_client_address = false})
  proof.equal(fake.curls, {})
end)

test("a worker checks its arguments itself", function()
  local good = {"61", "62", "63"}
  for _, words in ipairs({{}, good, {"zz", "6", ""}, {alice.login, alice.sessid, alice.address}}) do
    fake.run("login_worker.lua", {argv = words})
    fake.run("disconnect_worker.lua", {argv = words})
  end
  proof.equal(fake.curls, {})
end)

test("every other answer grants nothing", function()
  local answers = {
    "",
    "-ERR no reply",
    "INVALID COMMAND!\n",
    "COMMAND RETURNED ERROR!\n",
    "ok " .. cast.OURS,
    '{"exit_code":"28","status_code":"0","headers":[]}',
    '{"exit_code":"7","status_code":"0","headers":[]}',
    '{"exit_code":"52","status_code":"0","headers":[]}',
    '{"exit_code":"0","status_code":"200","version":"HTTP/1.1","phrase":"OK","headers":[]}',
    '{"exit_code":"0","status_code":"503","body":"ok ' .. cast.OURS .. '","version":"HTTP/1.1","phrase":"x","headers":[]}',
    '{"exit_code":"18","status_code":"200","body":"ok ' .. cast.OURS .. '","version":"HTTP/1.1","phrase":"x","headers":[]}',
    '{"exit_code":"0","status_code":"200","body":"ok ' .. cast.OURS .. '\\n","version":"HTTP/1.1","headers":[]}',
    '{"exit_code":"0","status_code":"200","body":"ok ' .. cast.OURS .. '","version":"HTTP/1.1","phrase":"OK",'
      .. '"headers":[{"key":"location","value":"http://127.0.0.1/"}]}',
    fake.said("ok"),
    fake.said("no"),
    fake.said("punt"),
    fake.said("OK " .. cast.OURS),
    fake.said("ok " .. cast.OURS .. " punt"),
    fake.said("ok " .. cast.OURS:upper()),
    fake.said('x\\",\\"body\\":\\"ok ' .. cast.OURS),
  }
  for _, answer in ipairs(answers) do
    fake.answer = function()
      return answer
    end
    log_in(alice)
    refused()
  end
  proof.equal(#fake.curls, #answers)
end)

test("mod_curl not loaded, or failing, grants nothing", function()
  fake.broken.curl = true
  proof.equal(pcall(log_in, alice), false)
  refused()
end)

test("without proper configuration nothing is asked", function()
  local bad = {
    {"fsapi_url", ""},
    {"fsapi_url", "https://127.0.0.1/fsapi"},
    {"fsapi_url", "http://example.org/fsapi"},
    {"fsapi_url", "http://127.0.0.1.example.org/fsapi"},
    {"fsapi_url", "http://user@127.0.0.1/fsapi"},
    {"fsapi_url", "http://127.0.0.1:8000/fsapi get"},
    {"fsapi_url", "http://127.0.0.1:8000/fsapi?x"},
    {"fsapi_secret", ""},
    {"fsapi_secret", ("s"):rep(31)},
    {"fsapi_secret", ("s"):rep(32) .. "' proxy x"},
  }
  for _, setting in ipairs(bad) do
    fake.reset()
    fake.connect(alice.sessid)
    fake.variables[setting[1]] = setting[2]
    log_in(alice)
    refused()
    proof.equal(fake.curls, {})
    proof.equal(fake.log():find(setting[1], 1, true) ~= nil, true)
  end
end)

test("the addresses of this machine are proper", function()
  for _, url in ipairs({"http://localhost:80/fsapi", "http://[::1]:8000/fsapi", "http://127.0.0.1/a/b_c-d.e"}) do
    fake.variables.fsapi_url = url
    fake.curls = {}
    fake.hash = {}
    log_in(alice)
    proof.equal(fake.curls[1]:sub(1, #url + 1), url .. " ")
  end
end)

test("renewing the lease asks nothing and grants nothing", function()
  log_in(alice)
  fake.sockets[alice.sessid].methods["verto.info"] = nil -- silenced by the relay meanwhile
  log_in(alice)
  proof.equal(#fake.curls, 1)
  proof.equal(#fake.published, 1)
  proof.equal(fake.sockets[alice.sessid].methods["verto.info"], nil)
end)

test("a forged sessid on an approved socket takes nothing from its owner", function()
  cast.approve(bob)
  log_in(alice)
  fake.answer = function()
    return fake.said("no")
  end
  log_in(alice, {verto_sessid = bob.sessid})
  proof.equal(fake.hash["sess/" .. bob.sessid], bob.login .. "." .. cast.OURS)
  proof.equal(fake.hash["peer/" .. bob.login], bob.sessid .. "." .. cast.OURS)
  proof.equal(fake.hash["addr/" .. alice.login], alice.address)
  proof.equal(fake.sockets[bob.sessid].methods["verto.info"], true)
end)

test("a socket that has gone meanwhile leaves no record", function()
  fake.sockets[alice.sessid] = nil
  log_in(alice)
  proof.equal(cast.is_known(alice), false)
  proof.equal(fake.published, {})
end)

test("a permission that fails leaves no record", function()
  local execute = freeswitch.API
  local count = 0
  freeswitch.API = function()
    local api = execute()
    return {
      execute = function(_, command, argument)
        if command == "verto" and argument:find("^perm .* methods") then
          count = count + 1
          return "-ERR"
        end
        return api:execute(command, argument)
      end,
    }
  end
  log_in(alice)
  freeswitch.API = execute
  proof.equal(count, 1)
  proof.equal(cast.is_known(alice), false)
  proof.equal(fake.published, {})
end)

test("an old socket that is answered late does not replace the new one", function()
  local newer = cast.login_event(alice, {verto_client_address = "127.0.0.1:50000"})
  local first = true
  fake.answer = function()
    if first then
      first = false
      cast.hear("verto::login", newer)
      fake.run_started()
    end
    return fake.said("ok " .. cast.OURS)
  end
  log_in(alice)
  proof.equal(#fake.curls, 2)
  proof.equal(#fake.published, 1)
  proof.equal(fake.hash["addr/" .. alice.login], "127.0.0.1:50000")
end)

test("a new socket of the same session takes over", function()
  log_in(alice)
  log_in(alice, {verto_client_address = "127.0.0.1:50000"})
  proof.equal(#fake.published, 2)
  proof.equal(fake.hash["addr/" .. alice.login], "127.0.0.1:50000")
end)

test("a second login on one socket is granted nothing, and costs the first its record", function()
  log_in(alice)
  fake.connect(bob.sessid)
  log_in(bob, {verto_client_address = alice.address})
  proof.equal(#fake.curls, 1)
  proof.equal(cast.rights(bob), "echo")
  proof.equal(cast.is_known(alice), false)
  -- A record that outlived its socket stands in nobody's way for longer than one attempt.
  log_in(bob, {verto_client_address = alice.address})
  proof.equal(cast.rights(bob), GRANTED)
end)

test("workers that begin in the wrong order approve the newer socket", function()
  cast.hear("verto::login", cast.login_event(alice))
  cast.hear("verto::login", cast.login_event(alice, {verto_client_address = "127.0.0.1:50000"}))
  fake.started[1], fake.started[2] = fake.started[2], fake.started[1]
  fake.run_started()
  proof.equal(fake.hash["addr/" .. alice.login], "127.0.0.1:50000")
  proof.equal(#fake.published, 1)
  proof.equal(fake.hash["asked/" .. alice.login .. "." .. alice.sessid], nil)
end)
