// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline.terminal;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** How a command waits between two looks. */
@FunctionalInterface
public interface Pause {
    /** Waits as long as the clock says. */
    Pause REAL = time -> {
        try {
            return !new CountDownLatch(1).await(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    };

    /** Blocks its caller for so long. False: it was interrupted, and there is nothing to go on with. */
    boolean of(Duration time);
}
