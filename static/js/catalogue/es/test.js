// @ts-check
// Texts of the browser code in Spanish: what is of the page that tests.

import { learn } from '../../page/say.js';

learn('es', {
  '{check}: {state}.': '{check}: {state}.',
  'The test runs.': 'La prueba está en marcha.',
  'Run again': 'Repetir la prueba',
  Waiting: 'En espera',
  Running: 'En marcha',
  'Your turn': 'Tu turno',
  Passed: 'Superado',
  Failed: 'Fallido',
  Skipped: 'Omitido',
  'If the browser asks, allow the camera.': 'Si el navegador lo pregunta, permite la cámara.',
  'Say something, so that there is sound to hear.': 'Di algo, para que haya sonido que oír.',
  'Two notes are played now.': 'Ahora suenan dos notas.',
  'Each way to the relay is tried.': 'Se prueba cada camino hacia el relé.',
  'This page calls itself.': 'Esta página se llama a sí misma.',
  'This browser has everything that calls need.': 'Este navegador tiene todo lo que las llamadas necesitan.',
  'The camera gives a picture of {width} by {height} points.': 'La cámara da una imagen de {width} por {height} puntos.',
  'The microphone is on, and sound was heard.': 'El micrófono está activado y se oyó sonido.',
  'You heard the two notes.': 'Oíste las dos notas.',
  'The service answered in {ms} milliseconds.': 'El servicio respondió en {ms} milisegundos.',
  'Messages go to the service and back. The way there and back took {ms} milliseconds.':
    'Los mensajes van al servicio y vuelven. La ida y vuelta tardó {ms} milisegundos.',
  'Others can look for this browser in your network, and from the internet.': 'Otras personas pueden buscar este navegador en tu red y desde internet.',
  'Voice, picture and data arrived. The way there and back took {ms} milliseconds.':
    'La voz, la imagen y los datos llegaron. La ida y vuelta tardó {ms} milisegundos.',
  'This browser can call. It keeps nothing for this page, so your name and choices are forgotten each time.':
    'Este navegador puede llamar. No guarda nada para esta página, así que tu nombre y tus elecciones se olvidan cada vez.',
  'The microphone is on. This browser does not let the page measure whether it hears something.':
    'El micrófono está activado. Este navegador no deja que la página mida si oye algo.',
  'Data arrived. There was no camera and no microphone to send from.': 'Los datos llegaron. No había cámara ni micrófono desde los que enviar.',
  'This service has no relay. Where two networks let no direct call through, calls fail.':
    'Este servicio no tiene relé. Donde dos redes no dejan pasar ninguna llamada directa, las llamadas fallan.',
  'This service keeps its relay for people in a channel, so it is not tested here.':
    'Este servicio reserva su relé para las personas que están en un canal, así que no se prueba aquí.',
  'The service did not answer, so the page does not know where to look.': 'El servicio no respondió, así que la página no sabe dónde buscar.',
  'This browser cannot call here.': 'Este navegador no puede llamar aquí.',
  'This page needs a secure address. Open it with https in front, or ask whoever runs this service for such an address.':
    'Esta página necesita una dirección segura. Ábrela con https delante o pide una dirección así a quien administra el servicio.',
  'This browser has no calls, or they are switched off. Use a current Firefox, Chrome, Edge or Safari.':
    'Este navegador no tiene llamadas, o están desactivadas. Usa una versión actual de Firefox, Chrome, Edge o Safari.',
  'This browser is too old for channels with a key. Use a current Firefox, Chrome, Edge or Safari.':
    'Este navegador es demasiado antiguo para canales con clave. Usa una versión actual de Firefox, Chrome, Edge o Safari.',
  'The camera is on, but gives no picture. Open its cover, close other programs that use it, or choose another camera.':
    'La cámara está encendida, pero no da imagen. Abre su tapa, cierra los demás programas que la usan o elige otra cámara.',
  'The microphone is on, but no sound comes from it. Look for a switch on the microphone or on the keyboard, and at the sound settings of this machine.':
    'El micrófono está activado, pero no llega sonido de él. Busca un interruptor en el micrófono o en el teclado y revisa los ajustes de sonido de este equipo.',
  'The microphone is on, but hears very little. Speak while the test runs, come nearer, or raise its level in the settings of this machine.':
    'El micrófono está activado, pero oye muy poco. Habla durante la prueba, acércate o sube su nivel en los ajustes de este equipo.',
  'You did not hear the notes. Turn the volume up, look which speaker this machine uses, or plug in headphones.':
    'No oíste las notas. Sube el volumen, mira qué altavoz usa este equipo o conecta unos auriculares.',
  'This browser did not play the notes. Turn the sound on for this page, then run the test again.':
    'Este navegador no reprodujo las notas. Activa el sonido para esta página y repite la prueba.',
  'The service does not answer. Look whether other pages open; if they do, a firewall, a filter or a VPN may be in the way.':
    'El servicio no responde. Mira si se abren otras páginas; si se abren, puede que lo impida un cortafuegos, un filtro o una VPN.',
  'Too many ask this service from your network at once. Wait a minute, then run the test again.':
    'Desde tu red llegan demasiadas peticiones a la vez a este servicio. Espera un minuto y repite la prueba.',
  'The service is very busy and gave your browser a task that it did not finish. Wait a minute, then run the test again.':
    'El servicio está muy ocupado y dio a tu navegador una tarea que no terminó. Espera un minuto y repite la prueba.',
  'The service is busy. Wait a moment, then run the test again.': 'El servicio está ocupado. Espera un momento y repite la prueba.',
  'The page opens, but no lasting connection to the service does. A filter or proxy in your network may block WebSockets: try another network, or switch a VPN or filter off.':
    'La página se abre, pero no una conexión duradera con el servicio. Puede que un filtro o un proxy de tu red bloquee los WebSockets: prueba con otra red o desactiva una VPN o un filtro.',
  'A connection to the service opens, but nothing comes back through it. A filter or proxy in your network may hold it back: try another network.':
    'Se abre una conexión con el servicio, pero nada vuelve por ella. Puede que un filtro o un proxy de tu red la retenga: prueba con otra red.',
  'The browser finds no way over which others could reach it. An extension or a setting for privacy may forbid direct connections.':
    'El navegador no encuentra ningún camino por el que otras personas puedan llegar a él. Puede que una extensión o un ajuste de privacidad prohíba las conexiones directas.',
  'The relay does not answer. A firewall may block it: try another network. Calls that go without a relay still work.':
    'El relé no responde. Puede que un cortafuegos lo bloquee: prueba con otra red. Las llamadas que no necesitan relé siguen funcionando.',
  'The relay answers, but does not take what this service gave for it. Tell whoever runs this service: the shared secret or the clocks may differ.':
    'El relé responde, pero no acepta lo que este servicio dio para él. Avisa a quien administra el servicio: puede que el secreto compartido o los relojes no coincidan.',
  'The relay has no place left at this moment. Try again later, and tell whoever runs this service if it stays so.':
    'El relé no tiene sitio en este momento. Inténtalo más tarde y, si sigue igual, avisa a quien administra el servicio.',
  'The relay answers with an error. Tell whoever runs this service.': 'El relé responde con un error. Avisa a quien administra el servicio.',
  'This page could not call itself. An extension, a firewall on this machine or a setting for privacy may forbid calls.':
    'Esta página no pudo llamarse a sí misma. Puede que una extensión, un cortafuegos de este equipo o un ajuste de privacidad prohíba las llamadas.',
  'The connection came about, but data did not arrive. Load the page again; if it stays so, use another browser.':
    'La conexión se estableció, pero los datos no llegaron. Recarga la página; si sigue igual, usa otro navegador.',
  'The connection came about, but voice or picture did not arrive. Load the page again; if it stays so, use another browser.':
    'La conexión se estableció, pero la voz o la imagen no llegó. Recarga la página; si sigue igual, usa otro navegador.',
  'Something happened that this page does not know. Load it again; if it stays so, send the report.':
    'Pasó algo que esta página no conoce. Recárgala; si sigue igual, envía el informe.',
  'This page may not use your camera. Allow it in the address bar of the browser, then run the test again.':
    'Esta página no tiene permiso para usar tu cámara. Permítelo en la barra de direcciones del navegador y repite la prueba.',
  'The settings of this machine keep the browser from your camera. Allow it there, then run the test again.':
    'Los ajustes de este equipo impiden al navegador usar tu cámara. Permítelo allí y repite la prueba.',
  'The question about your camera was closed. Run the test again to be asked again.':
    'La pregunta sobre tu cámara se cerró. Repite la prueba para que se te pregunte de nuevo.',
  'No camera was found. Plug one in, then run the test again. Without one you can still call by voice.':
    'No se encontró ninguna cámara. Conecta una y repite la prueba. Sin ella puedes llamar solo con voz.',
  'Another program is using your camera. Close that program, then run the test again.':
    'Otro programa está usando tu cámara. Cierra ese programa y repite la prueba.',
  'Your camera did not start. Unplug it and plug it in again, or restart the browser.':
    'Tu cámara no arrancó. Desconéctala y vuelve a conectarla o reinicia el navegador.',
  'This page may not use your microphone. Allow it in the address bar of the browser, then run the test again.':
    'Esta página no tiene permiso para usar tu micrófono. Permítelo en la barra de direcciones del navegador y repite la prueba.',
  'The settings of this machine keep the browser from your microphone. Allow it there, then run the test again.':
    'Los ajustes de este equipo impiden al navegador usar tu micrófono. Permítelo allí y repite la prueba.',
  'The question about your microphone was closed. Run the test again to be asked again.':
    'La pregunta sobre tu micrófono se cerró. Repite la prueba para que se te pregunte de nuevo.',
  'No microphone was found. Plug one in, then run the test again. Without one you can still listen and write.':
    'No se encontró ningún micrófono. Conecta uno y repite la prueba. Sin él puedes escuchar y escribir.',
  'Another program is using your microphone. Close that program, then run the test again.':
    'Otro programa está usando tu micrófono. Cierra ese programa y repite la prueba.',
  'Your microphone did not start. Unplug it and plug it in again, or restart the browser.':
    'Tu micrófono no arrancó. Desconéctalo y vuelve a conectarlo o reinicia el navegador.',
  'Two notes were played. Did you hear them?': 'Sonaron dos notas. ¿Las oíste?',
  'The relay is there by UDP, after {ms} milliseconds.': 'El relé está disponible por UDP, en {ms} milisegundos.',
  'By UDP it does not answer, which makes calls through it slower.': 'Por UDP no responde, y eso hace más lentas las llamadas que pasan por él.',
  'The relay is there by TCP, after {ms} milliseconds.': 'El relé está disponible por TCP, en {ms} milisegundos.',
  'By TCP it does not answer.': 'Por TCP no responde.',
  'The relay is there by TLS, after {ms} milliseconds.': 'El relé está disponible por TLS, en {ms} milisegundos.',
  'By TLS it does not answer.': 'Por TLS no responde.',
  'Look at the failed checks, then send the report to whoever runs this service.':
    'Mira las comprobaciones fallidas y envía el informe a quien administra este servicio.',
  'One question is left: did you hear the two notes?': 'Queda una pregunta: ¿oíste las dos notas?',
  'Whatever could be tested works. You are ready to call.': 'Todo lo que se pudo probar funciona. Ya puedes llamar.',
  'Everything works. You are ready to call.': 'Todo funciona. Ya puedes llamar.',
  '{count} ways to this browser were found, in your own network.': {
    one: 'Se encontró un camino hacia este navegador, en tu propia red.',
    many: 'Se encontraron {count} caminos hacia este navegador, en tu propia red.',
    other: 'Se encontraron {count} caminos hacia este navegador, en tu propia red.',
  },
});
