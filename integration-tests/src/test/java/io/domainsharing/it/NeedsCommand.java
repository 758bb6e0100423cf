// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import java.io.File;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** A test class that runs commands of the Debian packages of the same names. Without one it is skipped, as {@link NeedsServer} says. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NeedsCommand.Condition.class)
@interface NeedsCommand {
    String[] value();

    /** Decides for a class that carries the annotation. */
    final class Condition implements ExecutionCondition {
        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            return Obstacle.decide(
                    context,
                    AnnotationSupport.findAnnotation(context.getElement(), NeedsCommand.class)
                            .flatMap(needs -> Arrays.stream(needs.value())
                                    .filter(Condition::isMissing)
                                    .findFirst())
                            .map(command -> "There is no " + command + " here: install the package " + command));
        }

        private static boolean isMissing(String command) {
            String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
            return Stream.of(path.split(File.pathSeparator, -1))
                    .noneMatch(folder -> Files.isExecutable(Path.of(folder, command)));
        }
    }
}
