/** `wall.latest` lies beyond the horizon near it: what takes it has to hold that. */
import type { System } from '#grammar';
import { expressionsIn } from '../../model/walk.ts';
import type { Reporter } from '../report.ts';
import type { Meeting } from './meeting.ts';

export function latestReadings(_: System, { model }: Meeting, reporter: Reporter): void {
  for (const { handlers, actions } of model.roles) {
    for (const e of expressionsIn([handlers, actions])) {
      if (e.op !== 'convert' || e.value.op !== 'clock' || e.value.part !== 'latest') continue;
      const type = e.type.kind === 'optional' ? e.type.of : e.type;
      const { name, horizon, uncertainty, span } = model.clocks[e.value.clock];
      // If a type has a limit, the search stops there and the verdict names it.
      if (type.kind !== 'int' || type.limit !== null || type.hi >= horizon + uncertainty) continue;
      reporter.report(
        'PV0712',
        e.value.span,
        `\`${name}.latest\` can be up to ${horizon + uncertainty}, but ${e.what} ends at ${type.hi}`,
        {
          why: `\`latest\` is the reading plus the uncertainty (${uncertainty}), so near the horizon (${horizon}) it exceeds the horizon, and the model fails.`,
          help: `extend the range of ${e.what} to ${horizon + uncertainty}`,
          related: [{ span, message: `\`${name}\` is declared here` }],
        },
      );
    }
  }
}
