// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.simulator;

import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The first promise that was broken. What is thrown within a stage is seen by nobody, so it is kept here, and thrown later. One thread. */
final class Broken {
    private @Nullable String first;

    void promise(String how) {
        if (first == null) {
            first = how;
        }
    }

    /** What goes wrong within a stage goes wrong here: nothing of it may be lost. */
    void unlessWell(CompletionStage<?> stage) {
        CompletionStage<?> unused = stage.whenComplete((done, failure) -> {
            if (failure != null) {
                promise("what may never fail has failed: " + failure);
            }
        });
    }

    /** @throws Violation there is one */
    void check() {
        if (first != null) {
            throw new Violation(first);
        }
    }
}
