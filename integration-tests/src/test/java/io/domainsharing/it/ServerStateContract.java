// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import static org.awaitility.Awaitility.await;

import io.domainsharing.ownership.state.SharedStateContract;
import java.time.Duration;

/** The contract of what nodes share in a server of its own, whose time it is. */
interface ServerStateContract extends SharedStateContract {
    @Override
    default void pass(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        await().until(() -> System.nanoTime() - end > 0);
    }
}
