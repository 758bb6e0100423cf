// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline.install;

import io.domainsharing.commandline.conf.ByHand;
import io.domainsharing.commandline.conf.ConfEdits;
import io.domainsharing.commandline.edit.EditedText;
import io.domainsharing.commandline.terminal.ExitCode;
import io.domainsharing.commandline.terminal.Screen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** What all commands of this package do around their work. Stateless. */
final class Guarded {
    private Guarded() {}

    /** The work of a command; returns its exit code. */
    @FunctionalInterface
    interface Work {
        int on(Screen screen) throws IOException;
    }

    /** Tells what cannot be done, and what was typed wrongly, in one line. */
    static int run(@Nullable CommandSpec spec, Work work) {
        CommandSpec command = started(spec);
        Screen screen = Screen.of(command);
        try {
            return work.on(screen);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            screen.failure("nothing was changed: " + e.getMessage());
            return ExitCode.TROUBLE_HERE;
        }
    }

    static Path conf(@Nullable CommandSpec spec, Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new ParameterException(started(spec).commandLine(), "'" + folder + "' is no folder");
        }
        return folder.toAbsolutePath().normalize();
    }

    /** All files of a folder, and the JAR. */
    static Proposal proposal(Path conf, ConfEdits edits, EditedText sharing, JarChoice jar, List<ByHand> byHand) {
        List<EditedText> files = new ArrayList<>(edits.files());
        files.add(sharing);
        List<ByHand> all = new ArrayList<>(edits.byHand());
        all.addAll(byHand);
        if (jar.isThere() && !jar.others().isEmpty()) {
            all.add(new ByHand(
                    jar.folder().toString(), "holds the extension more than once: remove " + jar.others(), List.of()));
        }
        return new Proposal(conf, files, jar, all);
    }

    private static CommandSpec started(@Nullable CommandSpec spec) {
        if (spec == null) {
            throw new IllegalStateException("picocli did not start this command");
        }
        return spec;
    }
}
