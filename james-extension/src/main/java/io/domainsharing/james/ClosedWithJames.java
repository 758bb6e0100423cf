// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.james;

import io.domainsharing.ownership.lifecycle.Lifecycle;
import javax.annotation.PreDestroy;
import javax.inject.Inject;
import javax.inject.Singleton;

/** Closes everything when James stops. */
@Singleton
final class ClosedWithJames {
    private final Lifecycle lifecycle;

    @Inject
    ClosedWithJames(Lifecycle lifecycle) {
        this.lifecycle = lifecycle;
    }

    /** Idempotent. */
    @PreDestroy
    void close() {
        lifecycle.close();
    }
}
