// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline.shell;

import picocli.AutoComplete;
import picocli.CommandLine;

/** The shells for which there is a script that completes commands, options and their values. */
public enum Completion {
    bash {
        @Override
        public String of(CommandLine line) {
            return AutoComplete.bash(line.getCommandName(), line);
        }
    },
    zsh {
        @Override
        public String of(CommandLine line) {
            return ZshScript.of(line);
        }
    },
    fish {
        @Override
        public String of(CommandLine line) {
            return FishScript.of(line);
        }
    };

    /** The script for a command with everything below it. */
    public abstract String of(CommandLine line);
}
