import { z } from 'zod';
import { EventWish } from './events.ts';
import { Fault } from './faults.ts';
import { PersonWish } from './people-routes.ts';
import { type Ask, ok, Refused, type Route } from './route.ts';
import type { SandboxControl } from './sandbox.ts';
import { SignInWish } from './sign-in-desk.ts';
import { TokenDeskWish } from './token-desk.ts';

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
    lever('people', PersonWish, ({ id, roles }) => control.giveRoles(id, roles)),
    lever('prices', z.object({ factor: z.number().positive() }), ({ factor }) => control.changePrices(factor)),
    lever('transfers', z.object({ tenantId: z.guid(), status: z.string() }), ({ tenantId, status }) =>
      control.answerTransfers(tenantId, status),
    ),
    lever('invitations', z.object({ tenantId: z.guid() }), ({ tenantId }) => control.sendInvitation(tenantId)),
    lever('faults', z.array(Fault), (faults) => {
      control.faults.clear();
      for (const fault of faults) control.faults.add(fault);
    }),
    lever('sign-in', SignInWish, (wish) => control.signIn.behave(wish)),
    lever('tokens', TokenDeskWish, (wish) => control.tokens.behave(wish)),
    // Tells who asked since the last time.
    lever('callers', z.object({}), () => ({ callers: control.callers.splice(0) })),
    lever('events', EventWish, (wish) => control.events.behave(wish)),
    lever(
      'delegations',
      z.object({ tenantId: z.guid(), access: z.enum(['none', 'read', 'read-and-support']) }),
      ({ tenantId, access }) => control.changeDelegation(tenantId, access),
    ),
    lever(
      'relationships',
      z.object({ id: z.string(), to: z.enum(['approved', 'expired', 'terminated']) }),
      ({ id, to }) => control.changeRelationship(id, to),
    ),
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
