// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.benchmarks;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** The other end of a {@link ChildJvm}. */
final class ParentJvm {
    private ParentJvm() {}

    static void tell(Object line) {
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8).println(line);
    }

    /** Returns when the parent closes this process's input, or ends. */
    static void awaitEnd() throws IOException {
        try (InputStream in = new FileInputStream(FileDescriptor.in)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
    }
}
