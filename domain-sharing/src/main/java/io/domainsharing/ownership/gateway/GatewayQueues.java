// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.gateway;

import io.domainsharing.ownership.Gateway;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;

/** The queues of the mail that waits here for gateways, for those who may ask for it. Thread-safe; never blocks. */
@FunctionalInterface
public interface GatewayQueues {
    /**
     * Has the mail for that gateway tried now, at the gateway's own hosts. Uses up no retries. Who asks while that is being
     * done, or too soon afterwards, gets the same answer, and nothing is done twice.
     *
     * @param asker for the log, printable
     * @return how many mails it is, empty where the queue cannot tell, or not within seconds; exceptionally where the queue
     *     cannot have its mail tried. Completes on any thread, within seconds
     */
    CompletionStage<OptionalLong> start(Gateway gateway, String asker);
}
