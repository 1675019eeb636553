import { z } from 'zod';
import { Fault } from './faults.ts';
import { type Ask, ok, Refused, type Route } from './route.ts';
import type { SandboxControl } from './sandbox.ts';

/** The sandbox's own levers over HTTP: what no real Microsoft has. */
export function controlRoutes(control: SandboxControl): Route[] {
  const lever = <S extends z.ZodType>(path: string, schema: S, pull: (wish: z.output<S>) => unknown): Route => ({
    method: 'post',
    path: `/sandbox/${path}`,
    needs: 'anyone',
    handle: (ask) => {
      fromThisMachineOnly(ask);
      const wish = schema.safeParse(ask.body);
      if (!wish.success) return ok({ error: z.prettifyError(wish.error) }, 400);
      return ok(pull(wish.data) ?? { now: control.clock.now().toString() });
    },
  });
  return [
    lever('clock', z.object({ advanceDays: z.number().nonnegative() }), ({ advanceDays }) =>
      control.clock.advance(advanceDays),
    ),
    lever('invitations', z.object({ tenantId: z.guid() }), ({ tenantId }) => control.sendInvitation(tenantId)),
    lever('faults', z.array(Fault), (faults) => {
      control.faults.clear();
      for (const fault of faults) control.faults.add(fault);
    }),
    lever(
      'originals',
      z.object({ tenantId: z.guid(), id: z.guid(), end: z.enum(['stop-renewing', 'cancel']) }),
      ({ tenantId, id, end }) => control.endOriginal(tenantId, id, end),
    ),
  ];
}

/** A page in somebody's browser may reach loopback, but it cannot leave out its origin. */
function fromThisMachineOnly(ask: Ask): void {
  if (ask.header('origin') !== undefined) throw new Refused(ok({ error: 'Not from a web page.' }, 403));
}
