// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The {@code conf/} of a James without Domain Sharing, where a machine that runs several servers can start it: addresses, ports and the
 * keystore are the test's, and the rest is {@code james-conf/} with the marked lines taken off.
 */
final class StockFiles {
    private final Path folder;

    private StockFiles(Path folder) {
        this.folder = folder;
    }

    /** Copies those of the memory server. */
    static Path copy(Path folder, Endpoints endpoints) {
        StockFiles files = new StockFiles(folder);
        try {
            Files.createDirectories(folder);
            files.copy(Checkout.jamesConf());
            files.copy(Checkout.stockConf());
            Files.delete(folder.resolve("domainsharing.xml"));
            Files.delete(folder.resolve("domainsharing.xsd"));
            files.fit(endpoints);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return folder;
    }

    private void copy(Path from) throws IOException {
        try (Stream<Path> all = Files.list(from)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                Files.copy(file, folder.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
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
        replace("webadmin.properties", "host=127.0.0.1", "host=" + host);
        replace("jmx.properties", "jmx.address=127.0.0.1", "jmx.address=" + host);
        replace("jmx.properties", "jmx.port=9999", "jmx.port=" + endpoints.jmx());
    }

    private void replace(String file, String stock, String fitting) throws IOException {
        Path path = folder.resolve(file);
        String text = Files.readString(path);
        if (!text.contains(stock)) {
            throw new IllegalStateException(file + " holds no " + stock);
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
