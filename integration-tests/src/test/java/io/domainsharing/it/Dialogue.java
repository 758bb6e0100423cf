// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.domainsharing.ownership.document.Fence;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A session with a server as a page shows it: lines that begin with a reply code are what the server says, the last line of each reply. */
final class Dialogue {
    private Dialogue() {}

    /** Types what the page types, and compares each reply with the one that the page shows. */
    static void run(Fence fence, SmtpSession session) {
        List<String> lines = fence.text().lines().toList();
        assertThat(lines.get(0)).as("the greeting in %s", fence).startsWith("220 ");
        @Nullable SmtpReply reply = null;
        for (String line : lines.subList(1, lines.size())) {
            if (line.matches("\\d{3} .*")) {
                assertThat(reply).as("%s: no command before %s", fence, line).isNotNull();
                String last = reply.lines().get(reply.lines().size() - 1);
                assertThat(ShownOutput.fits(line, last))
                        .as("%s shows %s and the server said %s", fence, line, last)
                        .isTrue();
                reply = null;
            } else {
                assertThat(reply).as("%s: no reply before %s", fence, line).isNull();
                reply = session.send(line);
            }
        }
    }
}
