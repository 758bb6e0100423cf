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
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** A test, or a class of them, that runs these commands. Without one it is treated as {@link NeedsServer} says. */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NeedsCommand.Condition.class)
@interface NeedsCommand {
    String[] value();

    /** Decides for what carries the annotation. */
    final class Condition implements ExecutionCondition {
        // The Debian package of any other command has the command's name.
        private static final Map<String, String> PACKAGES = Map.of("script", "bsdutils");

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            return Obstacle.decide(
                    context,
                    AnnotationSupport.findAnnotation(context.getElement(), NeedsCommand.class)
                            .flatMap(needs -> Arrays.stream(needs.value())
                                    .filter(Condition::isMissing)
                                    .findFirst())
                            .map(command -> "There is no " + command + " here: install the package "
                                    + PACKAGES.getOrDefault(command, command)));
        }

        private static boolean isMissing(String command) {
            String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
            return Stream.of(path.split(File.pathSeparator, -1))
                    .noneMatch(folder -> Files.isExecutable(Path.of(folder, command)));
        }
    }
}
