// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership;

import java.util.concurrent.CompletionStage;
import org.apache.james.core.MailAddress;

/**
 * Asks one peer. Thread-safe; never blocks the caller; the stage never completes exceptionally, completes within the
 * look-up budget and may complete on an event loop, where nothing may block.
 */
@FunctionalInterface
public interface PeerLookup {
    CompletionStage<PeerAnswer> ask(MailAddress address);
}
