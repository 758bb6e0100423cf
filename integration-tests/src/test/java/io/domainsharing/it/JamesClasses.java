// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.w3c.dom.Element;

/** What a stock James with the packaged JAR has of the classes that pieces of its configuration name. */
final class JamesClasses implements AutoCloseable {
    /** What such a piece begins with, in {@code smtpserver.xml} and {@code mailetcontainer.xml}. */
    static final Set<String> ELEMENTS =
            Set.of("smtpserver", "handlerchain", "handler", "processors", "processor", "mailet", "matcher");

    private static final String MAILETS = "org.apache.james.transport.mailets.";
    private static final String MATCHERS = "org.apache.james.transport.matchers.";

    private final URLClassLoader loader;

    JamesClasses() {
        List<URL> urls = new ArrayList<>();
        for (String jar : StockJames.underTest().classPath().split(File.pathSeparator, -1)) {
            urls.add(url(Path.of(jar)));
        }
        urls.add(url(Checkout.extensionJar()));
        loader = new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    }

    private static URL url(Path jar) {
        try {
            return jar.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** Names that a piece has and James has not. */
    List<String> missing(String xml) {
        XmlFile file = XmlFile.parse("<piece>" + xml + "</piece>");
        return elements(file.find("").orElseThrow())
                .flatMap(JamesClasses::names)
                .filter(name -> loader.getResource(name.replace('.', '/') + ".class") == null)
                .toList();
    }

    private static Stream<Element> elements(Element parent) {
        List<Element> found = new ArrayList<>();
        for (int i = 0; i < parent.getElementsByTagName("*").getLength(); i++) {
            found.add((Element) parent.getElementsByTagName("*").item(i));
        }
        return found.stream();
    }

    private static Stream<String> names(Element element) {
        return switch (element.getTagName()) {
            case "handler" -> Stream.of(element.getAttribute("class"));
            case "matcher" -> Stream.of(qualified(MATCHERS, element.getAttribute("match")));
            case "mailet" -> Stream.of(
                    qualified(MATCHERS, element.getAttribute("match")),
                    qualified(MAILETS, element.getAttribute("class")));
            default -> Stream.empty();
        };
    }

    private static String qualified(String defaultPackage, String name) {
        String withoutCondition = name.split("=", 2)[0];
        return withoutCondition.contains(".") ? withoutCondition : defaultPackage + withoutCondition;
    }

    @Override
    public void close() throws IOException {
        loader.close();
    }
}
