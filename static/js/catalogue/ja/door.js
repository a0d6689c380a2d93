// @ts-check
// Texts of the browser code in Japanese: what is said before joining.

import { learn } from '../../page/say.js';

learn('ja', {
  'You should hear two notes.': '音が二つ聞こえるはずです。',
  'Two notes were played. If you heard none, turn the volume up or choose another speaker.': '音を二つ鳴らしました。聞こえなかったら、音量を上げるか、別のスピーカーを選んでください。',
  'This browser did not play the test sound. Turn the sound on for this page, then try again.': 'このブラウザーではテスト音を再生できませんでした。このページの音声を許可してから、もう一度お試しください。',
  'The test sound could not be loaded. Check your connection, then try again.': 'テスト音を読み込めませんでした。接続を確かめてから、もう一度お試しください。',
  'No camera found': 'カメラが見つかりません',
  'Camera {number}': 'カメラ {number}',
  'No microphone found': 'マイクが見つかりません',
  'Microphone {number}': 'マイク {number}',
  'No speaker found': 'スピーカーが見つかりません',
  'Speaker {number}': 'スピーカー {number}',
  'Nobody is here now': '現在は誰もいません',
  '{count} people are here now': { other: '現在{count}人がいます' },
  'Link copied.': 'リンクをコピーしました。',
  'The browser did not let the link be copied. Copy it from the address bar.': 'ブラウザーがリンクのコピーを許可しませんでした。アドレスバーからコピーしてください。',
  'The browser did not let the link be copied. Show its QR code, or copy it from where you got it.': 'ブラウザーがリンクのコピーを許可しませんでした。QRコードを表示するか、受け取った場所からコピーしてください。',
  'The whole link cannot be copied any more: this page was loaded again, and the key in it stays hidden. Copy the link from where you got it.':
    'リンク全体はもうコピーできません。このページが読み込み直され、リンクの鍵は隠されたままです。受け取った場所からコピーしてください。',
  'The whole link is not here any more: this page was loaded again, and the key in it stays hidden. Take the link from where you got it.':
    'リンク全体はもうここにありません。このページが読み込み直され、リンクの鍵は隠されたままです。受け取った場所のリンクを使ってください。',
  'Link handed over.': 'リンクを渡しました。',
  'The link could not be shared. Copy it, and send it yourself.': 'リンクを共有できませんでした。コピーして、ご自分で送ってください。',
  'The QR code could not be loaded. Check your connection, then try again.': 'QRコードを読み込めませんでした。接続を確かめてから、もう一度お試しください。',
  'The link is too long for a QR code. Copy it, and send it yourself.': 'リンクが長すぎて、QRコードにできません。コピーして、ご自分で送ってください。',
  "This page may not use your camera. Allow it in the browser's address bar, then turn it on here.":
    'このページにはカメラの使用が許可されていません。ブラウザーのアドレスバーで許可してから、ここでオンにしてください。',
  "This page may not use your microphone. Allow it in the browser's address bar, then turn it on here.":
    'このページにはマイクの使用が許可されていません。ブラウザーのアドレスバーで許可してから、ここでオンにしてください。',
  "This page may not use your camera and microphone. Allow it in the browser's address bar, then turn it on here.":
    'このページにはカメラとマイクの使用が許可されていません。ブラウザーのアドレスバーで許可してから、ここでオンにしてください。',
  'The system settings of this machine keep the browser from your camera. Allow it there, then turn it on here.':
    'この端末のシステム設定により、ブラウザーはカメラを使えません。設定で許可してから、ここでオンにしてください。',
  'The system settings of this machine keep the browser from your microphone. Allow it there, then turn it on here.':
    'この端末のシステム設定により、ブラウザーはマイクを使えません。設定で許可してから、ここでオンにしてください。',
  'The system settings of this machine keep the browser from your camera and microphone. Allow it there, then turn it on here.':
    'この端末のシステム設定により、ブラウザーはカメラとマイクを使えません。設定で許可してから、ここでオンにしてください。',
  'The question about your camera was closed. Turn it on to be asked again.': 'カメラの確認が閉じられました。オンにすると、もう一度確認されます。',
  'The question about your microphone was closed. Turn it on to be asked again.': 'マイクの確認が閉じられました。オンにすると、もう一度確認されます。',
  'The question about your camera and microphone was closed. Turn it on to be asked again.': 'カメラとマイクの確認が閉じられました。オンにすると、もう一度確認されます。',
  'No camera was found. Plug one in and turn it on, or join without it.': 'カメラが見つかりませんでした。つないでからオンにするか、カメラなしで参加してください。',
  'No microphone was found. Plug one in and turn it on, or join without it.': 'マイクが見つかりませんでした。つないでからオンにするか、マイクなしで参加してください。',
  'No camera or microphone was found. Plug one in and turn it on, or join without: you can listen and watch.':
    'カメラもマイクも見つかりませんでした。つないでからオンにするか、そのまま参加してください。聞くことと見ることはできます。',
  'Another program is using your camera. Close that program, then turn it on here.': '別のプログラムがカメラを使っています。そのプログラムを閉じてから、ここでオンにしてください。',
  'Another program is using your microphone. Close that program, then turn it on here.': '別のプログラムがマイクを使っています。そのプログラムを閉じてから、ここでオンにしてください。',
  'Another program is using your camera and microphone. Close that program, then turn it on here.': '別のプログラムがカメラとマイクを使っています。そのプログラムを閉じてから、ここでオンにしてください。',
  'Your camera was unplugged. Plug it in and turn it on again.': 'カメラが取り外されました。つなぎ直してから、もう一度オンにしてください。',
  'Your microphone was unplugged. Plug it in and turn it on again.': 'マイクが取り外されました。つなぎ直してから、もう一度オンにしてください。',
  'Your camera and microphone were unplugged. Plug them in and turn them on again.': 'カメラとマイクが取り外されました。つなぎ直してから、もう一度オンにしてください。',
  'Camera and microphone stay off at this address.': 'このアドレスでは、カメラとマイクはオフのままです。',
  'This browser cannot use your camera here. Try a current Firefox, Chrome or Safari.': 'このブラウザーでは、ここでカメラを使えません。最新のFirefox、Chrome、Safariのいずれかでお試しください。',
  'This browser cannot use your microphone here. Try a current Firefox, Chrome or Safari.': 'このブラウザーでは、ここでマイクを使えません。最新のFirefox、Chrome、Safariのいずれかでお試しください。',
  'This browser cannot use your camera and microphone here. Try a current Firefox, Chrome or Safari.':
    'このブラウザーでは、ここでカメラとマイクを使えません。最新のFirefox、Chrome、Safariのいずれかでお試しください。',
  'Your camera did not start. Turn it on again, or choose another one.': 'カメラが起動しませんでした。もう一度オンにするか、別のカメラを選んでください。',
  'Your microphone did not start. Turn it on again, or choose another one.': 'マイクが起動しませんでした。もう一度オンにするか、別のマイクを選んでください。',
  'Your camera and microphone did not start. Turn it on again, or choose another one.': 'カメラとマイクが起動しませんでした。もう一度オンにするか、別のものを選んでください。',
  'Mute microphone': 'マイクをオフにする',
  'Unmute microphone': 'マイクをオンにする',
  'Turn camera off': 'カメラをオフにする',
  'Turn camera on': 'カメラをオンにする',
  'Your camera is starting.': 'カメラを起動しています。',
  'Your camera is off.': 'あなたのカメラはオフです。',
  'You are signed in elsewhere': '別の場所で参加しています',
  'This channel was opened in another place with your session. You can take it back; the other place then stops.':
    'このチャンネルは、あなたのセッションで別の場所でも開かれました。ここで続けることもできます。その場合、別の場所では終了します。',
  'You were taken out of this channel': 'このチャンネルから外されました',
  'The operator of this service ended your visit. Ask the person who invited you what to do.': 'このサービスの管理者があなたの訪問を終了しました。どうすればよいか、招待してくれた人に尋ねてください。',
  'Your visit has run out': '訪問の期限が切れました',
  'A visit lasts a limited time. Join again to go on.': '訪問の時間には限りがあります。続けるには、もう一度参加してください。',
  'This channel is closed': 'このチャンネルは終了しました',
  'It has reached its end or was taken away. Ask for a new link, or start a channel of your own.': '期限が来たか、削除されました。新しいリンクをもらうか、ご自分のチャンネルを開いてください。',
  'This channel is not here': 'このチャンネルは見つかりません',
  'It may have been taken away, or the link is not complete. Ask whoever sent it for a new one.': '削除されたか、リンクが完全でないのかもしれません。送ってくれた人に新しいリンクを頼んでください。',
  'The channel is full': 'チャンネルは満員です',
  'Every seat is taken, or kept for a minute for somebody whose line dropped. Try again a minute after somebody has left.':
    'すべての席が使われているか、接続が切れた人のために一分間取り置かれています。誰かが抜けてから一分後に、もう一度お試しください。',
  'Your network has its share of seats': 'あなたのネットワークに割り当てられた席は埋まっています',
  'One network may fill only a part of a channel, and others of yours are in. Try again a minute after one of them has left, or come by another network.':
    '一つのネットワークから入れるのはチャンネルの一部の席だけで、同じネットワークの人がすでに参加しています。その誰かが抜けてから一分後にもう一度試すか、別のネットワークから参加してください。',
  'The channel is locked': 'チャンネルはロックされています',
  'The operator lets nobody new in at the moment. Try again later.': '現在、管理者は新しい人の参加を受け付けていません。あとでもう一度お試しください。',
  'You cannot come in here': 'ここには入れません',
  'The operator of this service does not let you in for now. Ask the person who invited you what to do.':
    'このサービスの管理者は、今のところあなたの参加を認めていません。どうすればよいか、招待してくれた人に尋ねてください。',
  'Your visit is not known any more': 'この訪問はもう確認できません',
  'The service could not match your browser to its visit. Join again to get a new one.': 'サービスは、お使いのブラウザーを訪問と結びつけられませんでした。もう一度参加すると、新しい訪問が始まります。',
  'The link is not complete': 'リンクが完全ではありません',
  'The part behind # is missing. It is the key of this channel, and the service does not have it. Ask whoever invited you for the whole link.':
    '# より後ろの部分がありません。これはこのチャンネルの鍵で、サービスは持っていません。招待してくれた人にリンク全体を送ってもらってください。',
  'This browser is too old for this channel': 'このブラウザーは古いため、このチャンネルを使えません',
  'It cannot seal what is said here. Open the link in a current Firefox, Chrome, Edge or Safari.':
    'ここでの会話を暗号化できません。最新のFirefox、Chrome、Edge、Safariのいずれかでリンクを開いてください。',
  'The service did not let you in': 'サービスに参加できませんでした',
  'Your visit could not be confirmed, even with fresh credentials. Try again; if it stays so, tell the operator.':
    '新しい認証情報でも、あなたの訪問を確認できませんでした。もう一度お試しください。変わらないときは、管理者に知らせてください。',
  'The service does not answer': 'サービスが応答しません',
  'Check your connection to the internet, then press Join again.': 'インターネット接続を確かめてから、もう一度「参加する」を押してください。',
  'The service is busy': 'サービスが混み合っています',
  'It cannot let anybody in right now. Wait a moment, then press Join again.': '今は誰も参加できません。しばらく待ってから、もう一度「参加する」を押してください。',
  'Too many tries': '試行回数が多すぎます',
  'Too many people join from your network, or join this channel, at once. Wait a minute, then press Join again.':
    'あなたのネットワークから、またはこのチャンネルに、一度に参加する人が多すぎます。一分待ってから、もう一度「参加する」を押してください。',
  'The service is full': 'サービスは満員です',
  'It has as many visits as it can keep. Wait a few minutes, then press Join again; if it stays so, tell the operator.':
    '受け入れられる訪問の数に達しています。数分待ってから、もう一度「参加する」を押してください。変わらないときは、管理者に知らせてください。',
  'The service is very busy': 'サービスがとても混み合っています',
  'It gives every browser a small task before it lets anybody in, and yours did not finish it. Wait a minute, then press Join again.':
    '参加の前に、サービスは各ブラウザーに小さな課題を出しますが、お使いのブラウザーでは終わりませんでした。一分待ってから、もう一度「参加する」を押してください。',
  'This page needs a secure address': 'このページには安全なアドレスが必要です',
  'Browsers give camera, microphone and calls only to addresses that start with https. Open the link with https in front, or ask the operator for one.':
    'ブラウザーは、https で始まるアドレスだけにカメラ、マイク、通話を許可します。先頭を https にしてリンクを開くか、管理者にそのようなリンクを頼んでください。',
  'Something went wrong': '問題が起きました',
  'The service refused without a reason that this page knows. Load the page again; if it stays so, tell the operator the code below.':
    'サービスに断られましたが、このページではその理由がわかりません。ページを読み込み直してください。変わらないときは、下のコードを管理者に伝えてください。',
  Guest: 'ゲスト',
  'Your name and choices are forgotten in this browser. What you choose from now on is kept again.': 'このブラウザーから、あなたの名前と設定を消しました。これから選ぶものは、また記憶されます。',
  'Compare with {name}': '{name}さんと照合',
  'You compared these, and they were the same: nobody sits between you.': '照合した結果は一致しました。間には誰もいません。',
  'Reconnecting to the channel. Your call goes on.': 'チャンネルに再接続しています。通話は続いています。',
  'Somebody on the way changes or repeats messages of this channel. This page drops them. If a call does not come about, talk another way and tell the operator.':
    '経路上の誰かが、このチャンネルのメッセージを書き換えたり繰り返したりしています。このページはそれらを破棄します。通話がつながらないときは、ほかの方法で話し、管理者に知らせてください。',
  'Reconnecting to the channel.': 'チャンネルに再接続しています。',
  'The service does not answer yet. Trying again.': 'サービスがまだ応答しません。もう一度試しています。',
  'The channel could not be started: the service does not answer. Check your connection, then try again.': 'サービスが応答しないため、チャンネルを開けませんでした。接続を確かめてから、もう一度お試しください。',
  'Too many channels were started in the last hour. Wait a while, then try again.': 'この一時間に開かれたチャンネルが多すぎます。しばらく待ってから、もう一度お試しください。',
  'The service is very busy, and your browser did not finish the task that it was given. Wait a minute, then try again.':
    'サービスがとても混み合っていて、お使いのブラウザーでは出された課題が終わりませんでした。一分待ってから、もう一度お試しください。',
  'Visitors may not start channels here. Ask the operator for one.': 'ここでは訪問者はチャンネルを開けません。管理者に頼んでください。',
  'The service is busy. Wait a moment, then try again.': 'サービスが混み合っています。しばらく待ってから、もう一度お試しください。',
  'A private channel needs a secure address. Open this page with https in front.': '非公開チャンネルには安全なアドレスが必要です。先頭を https にしてこのページを開いてください。',
  'Your connection looks good.': '接続は良好です。',
  'Your connection is a little slow. If video freezes, turn the camera off.': '接続が少し遅いようです。映像が止まるときは、カメラをオフにしてください。',
  'Your connection is slow: video may freeze. Try turning the camera off.': '接続が遅く、映像が止まることがあります。カメラをオフにしてみてください。',
  'The service does not answer. Check your connection to the internet.': 'サービスが応答しません。インターネット接続を確かめてください。',
  'You are offline. Connect to the internet, then join.': 'オフラインです。インターネットに接続してから参加してください。',
});
