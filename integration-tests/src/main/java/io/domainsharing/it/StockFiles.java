// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A {@code conf/} as James brings it, where a machine that runs several servers can start it: addresses, ports, the folder of the log
 * and the keystore are the test's, and every other octet is James's.
 */
final class StockFiles {
    private final Path folder;

    private StockFiles(Path folder) {
        this.folder = folder;
    }

    /** Copies the files that the James under test brings. */
    static Path copy(Path folder, ServerKind kind, boolean isJakarta, Endpoints endpoints) {
        Path stock = Checkout.stockConf(isJakarta ? "3.9.0" : "3.8.1", kind.sampleFolder());
        StockFiles files = new StockFiles(folder);
        try {
            Files.createDirectories(folder);
            try (Stream<Path> all = Files.list(stock)) {
                for (Path file : all.toList()) {
                    Files.copy(file, folder.resolve(file.getFileName()));
                }
            }
            files.fit(endpoints);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return folder;
    }

    private void fit(Endpoints endpoints) throws IOException {
        String host = endpoints.host();
        replace("smtpserver.xml", "0.0.0.0:25<", host + ':' + endpoints.smtp() + '<');
        replace("smtpserver.xml", "0.0.0.0:465<", host + ':' + endpoints.smtps() + '<');
        replace("smtpserver.xml", "0.0.0.0:587<", host + ':' + endpoints.submission() + '<');
        replace("imapserver.xml", "0.0.0.0:143<", host + ':' + endpoints.imap() + '<');
        replace("imapserver.xml", "0.0.0.0:993<", host + ':' + Endpoints.freePort(host) + '<');
        replace("imapserver.xml", "<plainAuthDisallowed>true<", "<plainAuthDisallowed>false<");
        replace("webadmin.properties", "port=8000", "port=" + endpoints.webAdmin());
        replace("webadmin.properties", "host=localhost", "host=" + host);
        replace("jmx.properties", "jmx.address=127.0.0.1", "jmx.address=" + host);
        replace("jmx.properties", "jmx.port=9999", "jmx.port=" + endpoints.jmx());
        replace("jmap.properties", "enabled=true", "enabled=true\njmap.port=" + Endpoints.freePort(host));
        Path logback = folder.resolve("logback.xml");
        Files.writeString(logback, logback(Files.readString(logback), folder.resolveSibling("logs")));
    }

    /** A {@code logback.xml} like James's with its files elsewhere than in {@code /logs}, each line written at once, and no colours. */
    static String logback(String stock, Path logs) {
        return stock.replace("/logs/", logs + "/")
                .replace("<immediateFlush>false<", "<immediateFlush>true<")
                .replace("%highlight(", "%(");
    }

    private void replace(String file, String stock, String fitting) throws IOException {
        Path path = folder.resolve(file);
        String text = Files.readString(path);
        if (!text.contains(stock)) {
            throw new IllegalStateException(file + " of this James holds no " + stock);
        }
        Files.writeString(path, text.replace(stock, fitting));
    }

    /** The octets of all files of a folder and of the folders in it, by their paths. */
    static Map<String, String> contents(Path root) {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                contents.put(root.relativize(file).toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return contents;
    }
}
