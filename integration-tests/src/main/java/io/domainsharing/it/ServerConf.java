// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.w3c.dom.Element;

/** The {@code conf/} of one server: a sample configuration with addresses and ports changed, and little more. */
public final class ServerConf {
    private static final String KEYSTORE_PASSWORD = "james72laBalle";

    private final Path folder;

    private ServerConf(Path folder) {
        this.folder = folder;
    }

    /** Copies each of {@code samples}, one over the other, into {@code folder} and fits it to a server. */
    static ServerConf copy(List<Path> samples, Path folder, Endpoints endpoints) throws IOException {
        Files.createDirectories(folder);
        for (Path sample : samples) {
            try (Stream<Path> files = Files.list(sample)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Files.copy(file, folder.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
        ServerConf conf = new ServerConf(folder);
        conf.keystore();
        conf.logback();
        conf.fit(endpoints);
        return conf;
    }

    /** That of a folder with all files of a server but its keystore. */
    static ServerConf of(Path folder) throws IOException {
        ServerConf conf = new ServerConf(folder);
        conf.keystore();
        return conf;
    }

    /** Changes one of the XML files; seen at the next start. A file that does not exist yet begins with the named root. */
    public ServerConf edit(String file, String root, Consumer<XmlFile> change) {
        try {
            Path path = folder.resolve(file);
            XmlFile xml = Files.exists(path) ? XmlFile.load(path) : XmlFile.parse("<" + root + "/>");
            change.accept(xml);
            xml.save(path);
            return this;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Changes one of the XML files that the sample has. */
    public ServerConf edit(String file, Consumer<XmlFile> change) {
        if (!Files.exists(folder.resolve(file))) {
            throw new IllegalArgumentException("No " + file + " in " + folder);
        }
        return edit(file, "unused", change);
    }

    /** Changes one of the properties files. */
    public ServerConf set(String file, Map<String, String> values) {
        return properties(file, properties -> properties.putAll(values));
    }

    private ServerConf unset(String file, String... keys) {
        return properties(file, properties -> List.of(keys).forEach(properties::remove));
    }

    private ServerConf properties(String file, Consumer<Properties> change) {
        Path path = folder.resolve(file);
        try {
            Properties properties = new Properties();
            if (Files.exists(path)) {
                try (InputStream in = Files.newInputStream(path)) {
                    properties.load(in);
                }
            }
            change.accept(properties);
            try (OutputStream out = Files.newOutputStream(path)) {
                properties.store(out, null);
            }
            return this;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Replaces a file by this text. */
    public ServerConf write(String file, String text) {
        try {
            Files.writeString(folder.resolve(file), text);
            return this;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Has it log as users have it, by the {@code logback.xml} of james-conf, with the files of the log beside this folder. */
    public ServerConf shippedLog() {
        try {
            String shipped = Files.readString(Checkout.jamesConf().resolve("logback.xml"));
            return write("logback.xml", StockFiles.logback(shipped, folder.resolveSibling("logs")));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Takes a file away. */
    public ServerConf delete(String file) {
        try {
            Files.deleteIfExists(folder.resolve(file));
            return this;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Undoes Domain Sharing as james-conf/README.md says: what is left is the configuration of a stock James. */
    ServerConf withoutDomainSharing() {
        edit("smtpserver.xml", xml -> xml.all("smtpserver/handlerchain/handler").stream()
                .filter(ServerConf::isOurs)
                .forEach(ServerConf::undoHandler));
        edit("mailetcontainer.xml", xml -> xml.all("processors/processor/mailet").stream()
                .filter(ServerConf::isOurs)
                .forEach(ServerConf::undoMailet));
        unset("extensions.properties", "guice.extension.module", "guice.extension.startable", "guice.extension.task");
        unset("webadmin.properties", "extensions.routes");
        unset("healthcheck.properties", "additional.healthchecks");
        return delete("domainsharing.xml");
    }

    private static void undoHandler(Element handler) {
        if (handler.getAttribute("class").endsWith(".DomainSharingRcptHook")) {
            handler.setTextContent("");
            handler.setAttribute("class", "org.apache.james.smtpserver.fastfail.ValidRcptHandler");
        } else {
            handler.getParentNode().removeChild(handler);
        }
    }

    private static void undoMailet(Element mailet) {
        if (mailet.getAttribute("class").endsWith(".DeliverByMx")) {
            mailet.setAttribute("class", "RemoteDelivery");
        } else {
            mailet.getParentNode().removeChild(mailet);
        }
    }

    private static boolean isOurs(Element element) {
        return element.getAttribute("class").startsWith("io.domainsharing.");
    }

    private void fit(Endpoints endpoints) {
        edit("smtpserver.xml", xml -> fitSmtp(xml, endpoints));
        edit("imapserver.xml", xml -> fitImap(xml, endpoints));
        edit("mailetcontainer.xml", xml -> xml.all("processors/processor/mailet").stream()
                .filter(mailet -> mailet.getAttribute("class").endsWith(".DeliverByMx"))
                .forEach(ServerConf::fitDelivery));
        // Nobody answers a reverse look-up here.
        set("jvm.properties", Map.of("james.protocols.mdc.hostname", "false"));
        for (String unused : List.of("pop3server.xml", "managesieveserver.xml", "lmtpserver.xml")) {
            if (Files.exists(folder.resolve(unused))) {
                edit(unused, ServerConf::disable);
            }
        }
        set("jmap.properties", Map.of("enabled", "false"));
        set(
                "webadmin.properties",
                Map.of("enabled", "true", "host", endpoints.host(), "port", Integer.toString(endpoints.webAdmin())));
        set("jmx.properties", Map.of("jmx.address", endpoints.host(), "jmx.port", Integer.toString(endpoints.jmx())));
    }

    private static void fitSmtp(XmlFile xml, Endpoints endpoints) {
        List<Element> listeners = xml.all("smtpserver");
        for (int i = 0; i < listeners.size(); i++) {
            Element listener = listeners.get(i);
            boolean tls = XmlFile.children(listener, "tls").stream()
                    .anyMatch(element -> element.getAttribute("socketTLS").equals("true"));
            int port = i == 0 ? endpoints.smtp() : tls ? endpoints.smtps() : endpoints.submission();
            text(listener, "bind", endpoints.host() + ':' + port);
            if (i == 0) {
                XmlFile.children(listener, "tls").forEach(element -> element.setAttribute("startTLS", "true"));
            }
            // Everybody is on loopback here; a client must not be a friend for that reason alone.
            text(listener, "authorizedAddresses", "192.0.2.1/32");
        }
    }

    /** Mail that leaves by MX is tried for days, encrypted where that is offered: stock James gives up after minutes. */
    private static void fitDelivery(Element mailet) {
        Map.of(
                        "delayTime", "5 minutes, 15 minutes, 8*1 hour, 28*4 hours",
                        "maxRetries", "38",
                        "maxDnsProblemRetries", "10",
                        "startTLS", "true",
                        "verifyServerIdentity", "false",
                        "mail.smtp.ssl.trust", "*")
                .forEach((key, value) -> text(mailet, key, value));
    }

    private static void fitImap(XmlFile xml, Endpoints endpoints) {
        List<Element> listeners = xml.all("imapserver");
        for (int i = 0; i < listeners.size(); i++) {
            Element listener = listeners.get(i);
            if (i == 0) {
                text(listener, "bind", endpoints.host() + ':' + endpoints.imap());
                text(listener, "plainAuthDisallowed", "false");
            } else {
                listener.setAttribute("enabled", "false");
            }
        }
    }

    private static void disable(XmlFile xml) {
        Element root = xml.find("").orElseThrow();
        for (org.w3c.dom.Node node = root.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element listener) {
                listener.setAttribute("enabled", "false");
            }
        }
    }

    private static void text(Element parent, String name, String value) {
        List<Element> children = XmlFile.children(parent, name);
        Element child = children.isEmpty() ? parent.getOwnerDocument().createElement(name) : children.get(0);
        if (children.isEmpty()) {
            parent.appendChild(child);
        }
        child.setTextContent(value);
    }

    private void logback() throws IOException {
        try (InputStream in = Objects.requireNonNull(ServerConf.class.getResourceAsStream("logback.xml"))) {
            Files.copy(in, folder.resolve("logback.xml"), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private void keystore() throws IOException {
        Path keystore = Checkout.output().resolve("keystore");
        synchronized (ServerConf.class) {
            if (!Files.exists(keystore)) {
                Files.createDirectories(Checkout.output());
                String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool")
                        .toString();
                Command.Result made = Command.run(
                        List.of(
                                keytool,
                                "-genkeypair",
                                "-alias",
                                "james",
                                "-keyalg",
                                "RSA",
                                "-storetype",
                                "PKCS12",
                                "-keystore",
                                keystore.toString(),
                                "-storepass",
                                KEYSTORE_PASSWORD,
                                "-dname",
                                "CN=localhost",
                                "-validity",
                                "3650"),
                        Checkout.output());
                if (made.exitCode() != 0) {
                    throw new IllegalStateException("keytool: " + made.output());
                }
            }
        }
        Files.copy(keystore, folder.resolve("keystore"), StandardCopyOption.REPLACE_EXISTING);
    }
}
