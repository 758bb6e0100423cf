// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExtensionContext;

/** What becomes of a test class that needs a package which may be missing here: skipped, or failed under CI. */
final class Obstacle {
    private static final Logger LOGGER = System.getLogger(Obstacle.class.getName());

    private Obstacle() {}

    static ConditionEvaluationResult decide(ExtensionContext context, Optional<String> obstacle) {
        if (obstacle.isPresent() && System.getenv("CI") == null) {
            // Maven's output counts what is skipped and does not say why.
            LOGGER.log(Level.WARNING, "{0} is skipped. {1}", context.getDisplayName(), obstacle.get());
            return ConditionEvaluationResult.disabled(obstacle.get());
        }
        return ConditionEvaluationResult.enabled(obstacle.orElse("what it needs is there"));
    }
}
