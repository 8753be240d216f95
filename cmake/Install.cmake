# Puts the program, its desktop entry and its icon where a desktop looks for them.
install(TARGETS latlas RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}")
install(TARGETS latlas-hdf5 RUNTIME DESTINATION "${CMAKE_INSTALL_LIBEXECDIR}/latlas")
install(FILES "${CMAKE_SOURCE_DIR}/assets/latlas.desktop"
        DESTINATION "${CMAKE_INSTALL_DATADIR}/applications")
install(FILES "${CMAKE_SOURCE_DIR}/assets/latlas.svg"
        DESTINATION "${CMAKE_INSTALL_DATADIR}/icons/hicolor/scalable/apps")
install(FILES "${CMAKE_SOURCE_DIR}/LICENSE" DESTINATION "${CMAKE_INSTALL_DOCDIR}")
