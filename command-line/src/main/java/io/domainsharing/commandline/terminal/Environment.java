// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline.terminal;

import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The environment variables of the process, from where secrets come: other users can read command lines. */
@FunctionalInterface
public interface Environment extends UnaryOperator<@Nullable String> {
    /** A variable, where it is set and not empty. */
    default Optional<String> value(String name) {
        return Optional.ofNullable(apply(name)).filter(value -> !value.isEmpty());
    }
}
