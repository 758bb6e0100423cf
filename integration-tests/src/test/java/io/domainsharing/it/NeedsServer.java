// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Arrays;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * A test, or a class of them, that starts what some Debian packages have. Where one cannot be started it is skipped, with the reason; under
 * CI (the environment variable {@code CI} is set, as {@code .ci/run} does) it runs all the same, and fails.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NeedsServer.Condition.class)
@interface NeedsServer {
    DebianPackage[] value();

    /** Decides for a class that carries the annotation. */
    final class Condition implements ExecutionCondition {
        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            return Obstacle.decide(
                    context,
                    AnnotationSupport.findAnnotation(context.getElement(), NeedsServer.class)
                            .flatMap(needs -> Arrays.stream(needs.value())
                                    .flatMap(needed -> needed.obstacle().stream())
                                    .findFirst()));
        }
    }
}
