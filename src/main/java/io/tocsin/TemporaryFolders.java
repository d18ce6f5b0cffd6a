package io.tocsin;

import org.springframework.boot.system.ApplicationTemp;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/**
 * Gives Tomcat the same folders at each start. By default it creates new ones under {@code java.io.tmpdir}, and a killed
 * process leaves them there.
 */
@Component
class TemporaryFolders implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {

    @Override
    public void customize(TomcatServletWebServerFactory factory) {
        ApplicationTemp temp = new ApplicationTemp();
        factory.setBaseDirectory(temp.getDir("tomcat"));
        factory.setDocumentRoot(temp.getDir("tomcat-docbase"));
    }
}
