// What an element holds and sends on: `ctx.values[block][action]` holds values as Slack sends them,
// `ctx.act(block, element, chosen)` sends a click on. `ctx.quiet` says that a change is only kept, as
// in an input without dispatch.

import { confirmed } from "./dialog.js";

export function kept(ctx, block, element) {
  return ctx.values?.[block.block_id]?.[element.action_id];
}

export function keep(ctx, block, element, chosen) {
  if (!ctx.values) return;
  (ctx.values[block.block_id] ??= {})[element.action_id] = { type: element.type, ...chosen };
}

export async function changed(ctx, block, element, chosen, from) {
  keep(ctx, block, element, chosen);
  if (ctx.quiet) return;
  if (element.confirm && !(await confirmed(element.confirm))) return;
  await ctx.act(block, element, chosen, from);
}

export function described(ctx, label) {
  const about = ctx.about;
  if (!about) return { "aria-label": label || null };
  return {
    id: about.id,
    "aria-describedby": about.described || null,
    "aria-invalid": about.invalid || null,
    "aria-required": about.required || null,
  };
}
