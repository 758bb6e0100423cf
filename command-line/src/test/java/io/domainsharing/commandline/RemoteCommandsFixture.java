// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline;

import io.domainsharing.commandline.Shell.Run;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;

/** Runs commands against a WebAdmin with canned answers. */
abstract class RemoteCommandsFixture {
    static final String TOKEN = "header.payload.signature";
    static final String ESCAPE = "\u001b";

    final CannedWebAdmin webAdmin = new CannedWebAdmin();
    final Shell shell = Shell.with(Map.of(
            "DOMAIN_SHARING_TOKEN", TOKEN, "OSLO_SECRET", "ThisIsASharedSecret", "OTHER", "other", "BAD", "two words"));

    @AfterEach
    void close() {
        webAdmin.close();
    }

    Run run(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--webadmin", webAdmin.url()));
        return shell.run(all.toArray(String[]::new));
    }

    static String[] with(String[] arguments, String last) {
        return Stream.concat(Arrays.stream(arguments), Stream.of(last)).toArray(String[]::new);
    }
}
