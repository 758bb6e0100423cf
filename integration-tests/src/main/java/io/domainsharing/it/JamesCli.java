// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The stock james-cli, run as a user would: a process that talks JMX and ends with 0 or 1. */
public final class JamesCli {
    private final StockJames james;
    private final Path folder;
    private final Endpoints endpoints;

    JamesCli(StockJames james, Path folder, Endpoints endpoints) {
        this.james = james;
        this.folder = folder;
        this.endpoints = endpoints;
    }

    /** Runs one command, for example {@code AddUser alice@example.com secret}. */
    public Command.Result run(String... arguments) {
        List<String> all = new ArrayList<>(List.of("-h", endpoints.host(), "-p", Integer.toString(endpoints.jmx())));
        all.addAll(Arrays.asList(arguments));
        // In the server's folder: there it finds conf/jmxremote.password by itself.
        return Command.run(james.commandLine(all), folder);
    }
}
