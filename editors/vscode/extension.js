"use strict";

const vscode = require("vscode");
const { LanguageClient, TransportKind } = require("vscode-languageclient/node");

const INSTALL = 'pip install "sales-playbook[editor]"';

/** @type {LanguageClient | undefined} */
let client;

/** Starts `playbook lsp`, and says how to install it where it cannot be started. */
async function start() {
  const settings = vscode.workspace.getConfiguration("playbook");
  const server = {
    command: settings.get("command"),
    args: ["lsp"],
    transport: TransportKind.stdio,
  };
  client = new LanguageClient("playbook", "Sales playbook", server, {
    documentSelector: [{ scheme: "file", language: "yaml" }],
    initializationOptions: () => ({
      language: settings.get("language"),
      keys: settings.get("keys"),
      shape: settings.get("shape"),
    }),
    synchronize: { configurationSection: "playbook" },
  });
  try {
    await client.start();
  } catch (error) {
    const message = vscode.l10n.t(
      "The playbook language server does not start. In a terminal, run: {0}",
      INSTALL,
    );
    vscode.window.showErrorMessage(`${message} (${error.message ?? error})`);
  }
}

async function stop() {
  const running = client;
  client = undefined;
  await running?.stop().catch(() => {});
}

async function activate(context) {
  context.subscriptions.push(
    vscode.commands.registerCommand("playbook.restart", async () => {
      await stop();
      await start();
    }),
    vscode.workspace.onDidChangeConfiguration(async (change) => {
      if (change.affectsConfiguration("playbook.command")) {
        await stop();
        await start();
      }
    }),
  );
  await start();
}

module.exports = { activate, deactivate: stop };
