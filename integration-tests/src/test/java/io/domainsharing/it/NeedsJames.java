// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** A test, or a class of them, for one of the two APIs of James. With the other James it is skipped, under CI too. */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NeedsJames.Condition.class)
@interface NeedsJames {
    /** Whether that of James 3.9 and later, as {@link StockJames#isJakarta()}. */
    boolean jakarta();

    /** Decides for what carries the annotation. */
    final class Condition implements ExecutionCondition {
        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            return Obstacle.skip(
                    context,
                    AnnotationSupport.findAnnotation(context.getElement(), NeedsJames.class)
                            .map(NeedsJames::jakarta)
                            .filter(jakarta -> jakarta != StockJames.underTest().isJakarta())
                            .map(jakarta -> jakarta
                                    ? "Needs a James 3.9: give one by -Djames.home (docs/compatibility.md)"
                                    : "-Djames.home is James 3.9 or later"));
        }
    }
}
