// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import io.domainsharing.ownership.document.Fence;
import io.domainsharing.ownership.document.Page;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.w3c.dom.Element;

/**
 * paris, tokyo and austin, configured with the very files of {@code docs/manual-installation.md}: changed are addresses, ports, and the
 * waits between tries. They keep what one page does for the next.
 */
final class DocumentedServers implements AutoCloseable {
    private static final String FILE = "domainsharing.xml";
    private static final String SHORTCUT = "output";
    private static final Path MINGER = Path.of("minger-protocol/target/minger.jar");

    /** Nobody listens there, by TCP or UDP. */
    private static final String NOBODY = "127.0.1.174:25";

    private final Map<String, JamesServer> sites = Map.of(
            "paris", JamesServer.extended("paris-documented", "127.0.1.171"),
            "tokyo", JamesServer.extended("tokyo-documented", "127.0.1.172"),
            "austin", JamesServer.extended("austin-documented", "127.0.1.173"));

    /** With a way to where commands may write that has no space in it, as the checkout's may: the pages quote no path. */
    private final Path shortcuts;

    DocumentedServers() {
        Page page = Page.read(Checkout.root(), "docs/manual-installation.md");
        sites.forEach((name, james) -> configure(name, james, page));
        sites.keySet().forEach(site -> Checkout.delete(scratch(site)));
        JamesServer.startAll(sites.values().toArray(JamesServer[]::new));
        shortcuts = shortcuts();
    }

    private static Path shortcuts() {
        try {
            Path folder = Files.createTempDirectory("documented");
            Files.createSymbolicLink(folder.resolve(SHORTCUT), Checkout.output());
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void configure(String name, JamesServer james, Page page) {
        String file = page.fences().stream()
                .filter(fence -> fence.info().equals("xml " + name))
                .findFirst()
                .map(Fence::text)
                .orElseThrow(() -> new IllegalStateException(page.path() + " has no file for " + name));
        Endpoints endpoints = james.endpoints();
        james.conf().write(FILE, atTheirAddresses(file)).edit(FILE, xml -> {
            for (Element peer : xml.all("peers/peer")) {
                String peerName = XmlFile.children(peer, "name").get(0).getTextContent();
                xml.append(peer, "mingerPort").setTextContent(Integer.toString(minger(peerName)));
            }
            xml.set("minger/bind", endpoints.host() + ':' + endpoints.minger());
            xml.set("lookup/bind", endpoints.host());
            xml.set("delivery/bind", endpoints.host()).set("delivery/delayTime", "60*1 second, 100*5 seconds");
        });
        secrets().forEach(james::environment);
    }

    private int minger(String site) {
        return site(site).endpoints().minger();
    }

    JamesServer site(String name) {
        JamesServer site = sites.get(name);
        if (site == null) {
            throw new IllegalArgumentException("No server is called " + name);
        }
        return site;
    }

    /** What the pages have in their servers' environment, and what their commands find there. */
    Map<String, String> secrets() {
        Map<String, String> secrets = new HashMap<>();
        for (String name : sites.keySet()) {
            secrets.put(name.toUpperCase(java.util.Locale.ROOT) + "_SECRET", Sharing.secretOf(name));
        }
        return secrets;
    }

    /** A command of a page, as it is typed on the host of that site: the table of {@code docs/README.md}. */
    String asTypedOn(String site, String command) {
        Endpoints here = site(site).endpoints();
        return atTheirAddresses(command)
                .replace("http://127.0.0.1:8000", "http://" + here.host() + ':' + here.webAdmin())
                .replace("-jar " + MINGER, "-jar '" + Checkout.root().resolve(MINGER) + "' --bind " + here.host())
                .replace(
                        "/srv/james",
                        shortcuts.resolve(SHORTCUT).resolve(folder(site)).toString());
    }

    private String atTheirAddresses(String text) {
        String result = text;
        for (Map.Entry<String, JamesServer> site : sites.entrySet()) {
            Endpoints there = site.getValue().endpoints();
            String name = site.getKey() + ".example.net";
            result = result.replace(name + ":25", there.host() + ':' + there.smtp())
                    .replace(name + ":143", there.host() + ':' + there.imap())
                    .replace('@' + name, '@' + there.host() + ':' + there.minger());
        }
        return result.replace("osaka.example.net:25", NOBODY);
    }

    /** Where commands may write: a folder like James's own, but not the running one's. */
    Path scratch(String site) {
        return Checkout.output().resolve(folder(site));
    }

    private static String folder(String site) {
        return "documented-" + site;
    }

    List<String> names() {
        return List.copyOf(sites.keySet());
    }

    @Override
    public void close() {
        sites.values().forEach(JamesServer::close);
        Checkout.delete(shortcuts);
    }
}
