// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline.remote;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** The model that picocli gives to a command it starts. */
final class Specs {
    private Specs() {}

    static CommandSpec of(@Nullable CommandSpec spec) {
        if (spec == null) {
            throw new IllegalStateException("picocli did not start this command");
        }
        return spec;
    }
}
