// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline.install;

import io.domainsharing.commandline.conf.ByHand;
import io.domainsharing.commandline.edit.EditedText;
import io.domainsharing.commandline.edit.UnifiedDiff;
import io.domainsharing.commandline.terminal.Screen;
import io.domainsharing.commandline.terminal.Style;
import io.domainsharing.commandline.terminal.Word;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** Shows what a command would do. Secrets are not shown. Stateless. */
final class ProposalView {
    private static final Pattern SECRET = Pattern.compile("<secret>[^<]*+</secret>");

    private ProposalView() {}

    static void show(Screen screen, Proposal proposal) {
        proposal.files().forEach(file -> diff(screen, file));
        JarChoice jar = proposal.jar();
        if (jar != null && !jar.changesNothing()) {
            for (Path other : jar.others()) {
                if (!other.equals(jar.target())) {
                    screen.line(new Word("- " + other, Style.BAD));
                }
            }
            screen.line(new Word("+ " + jar.target(), Style.GOOD), new Word("from " + jar.source(), Style.FAINT));
        }
    }

    static void diff(Screen screen, EditedText file) {
        for (String line : UnifiedDiff.of(file)) {
            // As it is in the file, but for what no terminal should get and no eye should see.
            String shown = new String(line.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8)
                    .replace("\t", "    ");
            screen.line(new Word(SECRET.matcher(shown).replaceAll("<secret>***</secret>"), style(line)));
        }
    }

    static void byHand(Screen screen, List<ByHand> all) {
        for (ByHand each : all) {
            screen.line(new Word(each.file(), Style.STRONG), each.why());
            each.lines().forEach(line -> screen.line("    " + line));
        }
    }

    private static Style style(String line) {
        if (line.startsWith("---") || line.startsWith("+++")) {
            return Style.STRONG;
        }
        return line.startsWith("+")
                ? Style.GOOD
                : line.startsWith("-") ? Style.BAD : line.startsWith("@") ? Style.FAINT : Style.PLAIN;
    }
}
