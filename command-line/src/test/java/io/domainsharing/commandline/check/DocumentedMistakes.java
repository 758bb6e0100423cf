// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline.check;

import java.nio.file.Path;

/** The folder that docs/command-line.md checks. */
public final class DocumentedMistakes {
    private DocumentedMistakes() {}

    /** Makes it: the sample with WebAdmin open to the world, and stock James's recipient check left beside ours. */
    public static void in(Path folder) {
        String core = "<handler class=\"org.apache.james.smtpserver.CoreCmdHandlerLoader\"/>";
        SampleConf.in(folder)
                .replace("webadmin.properties", "host=localhost", "host=0.0.0.0")
                .edit(
                        "smtpserver.xml",
                        text -> text.replaceFirst(
                                core,
                                "<handler class=\"org.apache.james.smtpserver.fastfail.ValidRcptHandler\"/>" + core));
    }
}
