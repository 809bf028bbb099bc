#!/bin/sh
# Installs the tools that compare.py runs, at the versions of requirements.txt and gaoya-rust/Cargo.lock, and builds
# gaoya's Rust runner and the exact truth. Nothing is installed outside the folder.
#
# usage: benches/peers/setup.sh [FOLDER]     (default target/peers)
set -eu
here=$(cd "$(dirname "$0")" && pwd)
folder=${1:-$here/../../target/peers}
mkdir -p "$folder"
folder=$(cd "$folder" && pwd)

python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check -r "$here/requirements.txt"

export CARGO_TARGET_DIR="$folder/build"
# gaoya leaves vector instructions to the compiler: with those of this machine it takes half the time.
export RUSTFLAGS="${RUSTFLAGS:--C target-cpu=native}"
manifest=$here/gaoya-rust/Cargo.toml
cargo build --quiet --release --locked --manifest-path "$manifest" --features mimalloc
cp "$CARGO_TARGET_DIR/release/peer-gaoya" "$folder/gaoya-rust-mimalloc"
cargo build --quiet --release --locked --manifest-path "$manifest" --bins --examples
cp "$CARGO_TARGET_DIR/release/peer-gaoya" "$folder/gaoya-rust"
cp "$CARGO_TARGET_DIR/release/examples/exact" "$folder/exact"
echo "ready in $folder"
