// The stateful core of the stand-in: emulate's Slack on a free loopback port.
// The seed is the first argument. One line of JSON says where it listens.
// It lives as long as its standard input stays open, so a killed test run leaves no process behind.
import { createEmulator } from "emulate";

const seed = JSON.parse(process.argv[2]);
const emulator = await createEmulator({ service: "slack", port: 0, seed: { slack: seed } });
process.stdout.write(`${JSON.stringify({ port: Number(new URL(emulator.url).port) })}\n`);

process.stdin.resume();
process.stdin.on("end", async () => {
  await emulator.close();
  process.exit(0);
});
