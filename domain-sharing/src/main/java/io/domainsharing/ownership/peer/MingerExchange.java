// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.peer;

import io.domainsharing.minger.Mailbox;
import io.domainsharing.minger.client.MingerOutcome;
import io.domainsharing.minger.client.MingerServer;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** What {@link io.domainsharing.minger.client.MingerClient} does: ask one server within a budget. Never fails or blocks. */
@FunctionalInterface
public interface MingerExchange {
    CompletionStage<MingerOutcome> ask(MingerServer server, Mailbox mailbox, Duration budget);
}
