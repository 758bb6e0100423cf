// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.mx;

import java.util.concurrent.CompletionStage;
import org.apache.james.core.Domain;

/** Asks DNS who takes a domain's mail. Never blocks the caller; the stage never fails, and may complete on any thread. */
@FunctionalInterface
public interface MxLookup {
    CompletionStage<MxAnswer> of(Domain domain);
}
