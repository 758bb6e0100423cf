// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExtensionContext;

/** What becomes of tests that cannot run here: they are skipped, and the output says why; or they fail. */
final class Obstacle {
    private static final Logger LOGGER = System.getLogger(Obstacle.class.getName());

    private Obstacle() {}

    /** Of a package which may be missing here: skipped, or failed under CI. */
    static ConditionEvaluationResult decide(ExtensionContext context, Optional<String> obstacle) {
        return skip(context, obstacle.filter(missing -> System.getenv("CI") == null));
    }

    /** Of what no package mends: skipped, under CI too. */
    static ConditionEvaluationResult skip(ExtensionContext context, Optional<String> obstacle) {
        obstacle.ifPresent(reason -> log(nameOf(context), reason));
        return obstacle.map(ConditionEvaluationResult::disabled)
                .orElseGet(() -> ConditionEvaluationResult.enabled("nothing is in the way"));
    }

    /** Of what shows while a test runs: it ends as skipped, under CI too. */
    static void abort(String test, String reason) {
        log(test, reason);
        Assumptions.abort(reason);
    }

    // Maven's output counts what is skipped and does not say why.
    private static void log(String test, String reason) {
        LOGGER.log(Level.WARNING, "{0} is skipped. {1}", test, reason);
    }

    private static String nameOf(ExtensionContext context) {
        String type = context.getRequiredTestClass().getSimpleName();
        return context.getTestMethod()
                .map(method -> type + '.' + method.getName())
                .orElse(type);
    }
}
